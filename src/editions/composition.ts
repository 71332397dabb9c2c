import { z } from 'zod';
import { DEFAULT_LANGUAGE, LANGUAGE_CODES, type Language } from '../../config/languages.ts';
import { SIGNAL_NAMES } from '../../config/signals.ts';
import type { Preference } from '../subscribers/preferences/preference.ts';
import type { PickReason } from './pick-reason.ts';

/**
 * What one digest consists of, as it is kept with its delivery: ids and facts, from which together with the frozen
 * pool the same mail can be made again, byte for byte. No address and no text of a paper is in it.
 */
export interface Composition {
  /** Kept here, so that a repeat has the same words whatever the reader has chosen since. */
  language: Language;
  picks: { paperId: string; reason: PickReason; exploration: boolean }[];
  trending: { paperId: string; topic: string }[];
  /** How many papers there were to choose from. */
  poolSize: number;
  /** What the foot says of why this came. */
  follows: {
    interests: number;
    /** How many of them are topics. */
    topics: number;
    cadence: Preference['cadence'];
    weeklyDay: number;
    sendHour: number;
    timeZone: string;
  };
}

/** What the foot of a digest says of that preference. */
export function followedIn(preference: Preference): Composition['follows'] {
  const followed = preference.interests.filter((interest) => interest.mode === 'follow');
  return {
    interests: followed.length,
    topics: followed.filter((interest) => interest.kind === 'topic').length,
    cadence: preference.cadence,
    weeklyDay: preference.weeklyDay,
    sendHour: preference.sendHour,
    timeZone: preference.timeZone,
  };
}

/** A lift by a signal that has been retired since (`hn_points`) reads as no lift. */
const lift = z
  .object({
    signal: z.union([z.enum(SIGNAL_NAMES), z.literal('hn_points')]),
    value: z.number(),
    gained: z.number().nullable(),
  })
  .transform(({ signal, ...rest }) => (signal === 'hn_points' ? null : { signal, ...rest }));

const reason: z.ZodType<PickReason> = z.object({
  why: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('topic'), topic: z.string() }),
    z.object({ kind: z.literal('query'), query: z.string() }),
    z.object({ kind: z.literal('author'), name: z.string() }),
    z.object({ kind: z.literal('organisation'), name: z.string() }),
    z.object({ kind: z.literal('everything') }),
    z.object({ kind: z.literal('outside') }),
    z.object({ kind: z.literal('editor') }),
  ]),
  lift: lift.nullable(),
  beatsPercent: z.number().nullable(),
  mostUpvotedOfDay: z.boolean(),
  publicOn: z.string(),
});

/** Reads a stored composition; throws where the row was emptied (an erased person) or is of an older shape. */
export const compositionSchema: z.ZodType<Composition> = z.object({
  // What was composed before mails had a second language does not name one.
  language: z.enum(LANGUAGE_CODES).default(DEFAULT_LANGUAGE),
  picks: z.array(z.object({ paperId: z.string(), reason, exploration: z.boolean() })),
  trending: z.array(z.object({ paperId: z.string(), topic: z.string() })),
  poolSize: z.number(),
  follows: z.object({
    interests: z.number(),
    topics: z.number(),
    cadence: z.enum(['daily', 'weekdays', 'weekly']),
    weeklyDay: z.number(),
    sendHour: z.number(),
    timeZone: z.string(),
  }),
});

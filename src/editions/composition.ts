import { z } from 'zod';
import { DEFAULT_LANGUAGE, LANGUAGE_CODES, type Language } from '../../config/languages.ts';
import { SIGNAL_NAMES } from '../../config/signals.ts';
import type { Preference } from '../subscribers/preferences/preference.ts';
import type { PickReason } from './pick-reason.ts';

/**
 * Content of one digest, stored with its delivery: ids and facts from which, with the frozen pool, the same
 * email can be rendered again byte for byte. Contains no address and no text of a paper.
 */
export interface Composition {
  /**
   * Stored, so that a resent digest has the same words even if the subscriber has changed the language since.
   */
  language: Language;
  picks: { paperId: string; reason: PickReason; exploration: boolean; topic: string }[];
  trending: { paperId: string; topic: string }[];
  /** Number of papers in the pool. */
  poolSize: number;
  /** Facts of a weekly recap, with picks in groups by topic; null for a daily digest. */
  week: Week | null;
  /** Subscription facts for the footer of the digest. */
  follows: {
    interests: number;
    /** Number of topics among them. */
    topics: number;
    cadence: Preference['cadence'];
    weeklyDay: number;
    sendHour: number;
    timeZone: string;
  };
}

/** The week of a recap. */
export interface Week {
  /** Its first day, YYYY-MM-DD. */
  from: string;
  rise: Rise | null;
}

/** Largest rise of a week: a topic with its listed papers in this and the week before, or a paper. */
export type Rise =
  | { kind: 'topic'; topic: string; papers: number; before: number }
  | { kind: 'paper'; paperId: string; upvotes: number };

/** Extracts the subscription facts that the footer states. */
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

/** A signal that has been retired since (`hn_points`) reads as no signal. */
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
  // Reasons stored before code became a fact of its own lack it.
  hasCode: z.boolean().default(false),
});

const week: z.ZodType<Week> = z.object({
  from: z.string(),
  rise: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('topic'), topic: z.string(), papers: z.number(), before: z.number() }),
      z.object({ kind: z.literal('paper'), paperId: z.string(), upvotes: z.number() }),
    ])
    .nullable(),
});

/** Parses a stored composition. Throws if the row was emptied (erased subscriber) or has an older shape. */
export const compositionSchema: z.ZodType<Composition> = z.object({
  // Compositions from before emails had a second language do not name one.
  language: z.enum(LANGUAGE_CODES).default(DEFAULT_LANGUAGE),
  picks: z.array(
    // Compositions stored before the contents list have no topic.
    z.object({ paperId: z.string(), reason, exploration: z.boolean(), topic: z.string().default('') }),
  ),
  trending: z.array(z.object({ paperId: z.string(), topic: z.string() })),
  poolSize: z.number(),
  // Compositions stored before the recap have none, weekly ones included.
  week: week.nullable().default(null),
  follows: z.object({
    interests: z.number(),
    topics: z.number(),
    cadence: z.enum(['daily', 'weekdays', 'weekly']),
    weeklyDay: z.number(),
    sendHour: z.number(),
    timeZone: z.string(),
  }),
});

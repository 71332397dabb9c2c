import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DEFAULT_LANGUAGE, isLanguage, LANGUAGE_CODES, type Language } from '../../../config/languages.ts';
import { MAX_TOPIC_MARKS } from '../../../config/scoring.ts';

/** Frequency of a digest. `weekdays` means Monday to Friday in the subscriber's time zone. */
export const CADENCES = ['daily', 'weekdays', 'weekly'] as const;
export type Cadence = (typeof CADENCES)[number];

/** Form of a topic's slug. */
export const TOPIC_SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const INTEREST_KINDS = ['topic', 'query', 'author', 'organisation'] as const;

/**
 * Something that a subscriber follows or mutes: a topic by its slug, the rest as typed. Accepts topics that
 * are no longer offered, so that stored interests outlive a change of the taxonomy; what is entered goes
 * through `offeredPreferenceSchema`.
 */
export const interestSchema = z
  .object({
    kind: z.enum(INTEREST_KINDS, `must be one of: ${INTEREST_KINDS.join(', ')}`),
    mode: z.enum(['follow', 'mute'], 'must be follow or mute'),
    value: z
      .string()
      // PostgreSQL rejects NUL and lone surrogates; the semicolon separates values in a CSV cell.
      .transform((value) =>
        value
          .normalize('NFC')
          .replace(/[\s;\p{Cc}\p{Cs}]+/gu, ' ')
          .trim(),
      )
      .pipe(
        z.string().min(2, 'must have at least 2 characters').max(120, 'must have at most 120 characters'),
      ),
  })
  .refine((interest) => interest.kind !== 'topic' || TOPIC_SLUG.test(interest.value), {
    message: 'must be the id of a topic',
    path: ['value'],
  });
export type Interest = z.infer<typeof interestSchema>;

/** Maximum interests per subscriber. */
export const MAX_INTERESTS = 200;

/**
 * A subscriber's preferences: interests, cadence, time and size. The default is one daily digest at 7 a.m.
 */
export const preferenceSchema = z.object({
  interests: z
    .array(interestSchema)
    .max(MAX_INTERESTS, `must have at most ${MAX_INTERESTS} interests`)
    .default([]),
  cadence: z.enum(CADENCES, `must be one of: ${CADENCES.join(', ')}`).default('daily'),
  /** 1 = Monday … 7 = Sunday; only for the weekly cadence. */
  weeklyDay: z.number().int().min(1, 'must be 1 (Monday) to 7').max(7, 'must be 1 (Monday) to 7').default(1),
  /** Papers per digest, at most. */
  size: z.number().int().min(1, 'must be 1 to 30').max(30, 'must be 1 to 30').default(7),
  /** Local hour, 0–23. */
  sendHour: z.number().int().min(0, 'must be 0 to 23').max(23, 'must be 0 to 23').default(7),
  /** IANA name, e.g. Europe/Berlin. */
  timeZone: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone, for example Europe/Berlin')
    .default('UTC'),
  skipQuietDays: z.boolean().default(true),
  /** Language of emails; papers stay in the language of their authors. */
  language: z.enum(LANGUAGE_CODES, `must be one of: ${LANGUAGE_CODES.join(', ')}`).default(DEFAULT_LANGUAGE),
  /**
   * Weight of a paper's main topic by slug: above 0 counts more, below 0 less. Derived from marks (mark.ts),
   * read with the preference and never stored with it; absent without marks.
   */
  weights: z.record(z.string(), z.number().int().min(-MAX_TOPIC_MARKS).max(MAX_TOPIC_MARKS)).optional(),
});
export type Preference = z.infer<typeof preferenceSchema>;

/** The part of a preference that decides the picks; cadence and time do not. */
export type PickingPreference = Pick<Preference, 'interests' | 'size' | 'weights'>;

/**
 * Key that is equal for preferences with the same picks, regardless of the order of interests and the time of
 * sending. Picks are computed once per key.
 */
export function pickingKey(preference: PickingPreference): string {
  const interests = preference.interests
    .map((interest) => JSON.stringify([interest.kind, interest.mode, interest.value.toLocaleLowerCase('en')]))
    .sort();
  return createHash('sha256')
    .update(JSON.stringify([preference.size, interests, Object.entries(preference.weights ?? {}).sort()]))
    .digest('hex');
}

/**
 * The time zone if this Node.js knows it, else UTC: a row written by a newer release must not stop all
 * deliveries.
 */
export function timeZoneOrUtc(name: string): string {
  return isTimeZone(name) ? name : 'UTC';
}

/** The language if this release supports it, else the default, for the same reason. */
export function languageOrDefault(code: string): Language {
  return isLanguage(code) ? code : DEFAULT_LANGUAGE;
}

/** Known zones in lower case, as asking Intl takes 33 µs: half the time of reading a row of an import. */
const KNOWN_ZONES = new Set<string>();

function isTimeZone(name: string): boolean {
  const key = name.toLowerCase();
  if (KNOWN_ZONES.has(key)) return true;
  // Newer releases of Node also accept offsets, e.g. +05:30; stored data must not depend on the release that
  // wrote it.
  if (!/^[a-z]/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    KNOWN_ZONES.add(key);
    return true;
  } catch {
    return false;
  }
}

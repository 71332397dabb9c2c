import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DEFAULT_LANGUAGE, isLanguage, LANGUAGE_CODES, type Language } from '../../../config/languages.ts';
import { MAX_TOPIC_MARKS } from '../../../config/scoring.ts';
import { TOPIC_SLUGS } from '../../../config/topics/taxonomy.ts';

/** How often a digest comes. `weekdays` are Monday to Friday where the subscriber lives. */
export const CADENCES = ['daily', 'weekdays', 'weekly'] as const;
export type Cadence = (typeof CADENCES)[number];

export const INTEREST_KINDS = ['topic', 'query', 'author', 'organisation'] as const;

/** One thing that a subscriber follows or mutes. A topic is named by its slug, the rest by what the person typed. */
export const interestSchema = z
  .object({
    kind: z.enum(INTEREST_KINDS, `must be one of: ${INTEREST_KINDS.join(', ')}`),
    mode: z.enum(['follow', 'mute'], 'must be follow or mute'),
    value: z
      .string()
      // PostgreSQL refuses NUL and lone surrogates; the semicolon parts several values in one cell of a CSV file.
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
  .refine((interest) => interest.kind !== 'topic' || TOPIC_SLUGS.has(interest.value), {
    message: `must be a topic of the taxonomy: ${[...TOPIC_SLUGS].join(', ')}`,
    path: ['value'],
  });
export type Interest = z.infer<typeof interestSchema>;

/** What a subscriber wants: interests, and how, when and how much. Defaults are a calm daily mail at seven. */
export const preferenceSchema = z.object({
  interests: z.array(interestSchema).max(200, 'must have at most 200 interests').default([]),
  cadence: z.enum(CADENCES, `must be one of: ${CADENCES.join(', ')}`).default('daily'),
  /** 1 = Monday … 7 = Sunday; only for the weekly cadence. */
  weeklyDay: z.number().int().min(1, 'must be 1 (Monday) to 7').max(7, 'must be 1 (Monday) to 7').default(1),
  /** Papers a digest, at most. */
  size: z.number().int().min(1, 'must be 1 to 30').max(30, 'must be 1 to 30').default(7),
  /** Local hour, 0–23. */
  sendHour: z.number().int().min(0, 'must be 0 to 23').max(23, 'must be 0 to 23').default(7),
  /** IANA name, e.g. Europe/Berlin. */
  timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin').default('UTC'),
  skipQuietDays: z.boolean().default(true),
  /** Of the mails; papers stay in the language of their authors. */
  language: z.enum(LANGUAGE_CODES, `must be one of: ${LANGUAGE_CODES.join(', ')}`).default(DEFAULT_LANGUAGE),
  /**
   * How much more (above 0) or less (below 0) papers count that are mainly about a topic, by slug. It follows from the
   * reader's marks on picks (mark.ts), is read with the rest and never stored with it; absent where they said nothing.
   */
  weights: z.record(z.string(), z.number().int().min(-MAX_TOPIC_MARKS).max(MAX_TOPIC_MARKS)).optional(),
});
export type Preference = z.infer<typeof preferenceSchema>;

/** What of a preference decides which papers are picked; when and how often has no say in it. */
export type PickingPreference = Pick<Preference, 'interests' | 'size' | 'weights'>;

/**
 * A key that is equal for preferences that pick the same papers, whatever the order of their interests
 * and whenever they are sent. Picks are computed once a key.
 */
export function pickingKey(preference: PickingPreference): string {
  const interests = preference.interests
    .map((interest) => JSON.stringify([interest.kind, interest.mode, interest.value.toLocaleLowerCase('en')]))
    .sort();
  return createHash('sha256')
    .update(JSON.stringify([preference.size, interests, Object.entries(preference.weights ?? {}).sort()]))
    .digest('hex');
}

/** The zone where this Node.js knows it, else UTC: a row written by a newer one must not stop everybody's mail. */
export function timeZoneOrUtc(name: string): string {
  return isTimeZone(name) ? name : 'UTC';
}

/** The language where this release speaks it, for the same reason. */
export function languageOrDefault(code: string): Language {
  return isLanguage(code) ? code : DEFAULT_LANGUAGE;
}

function isTimeZone(name: string): boolean {
  // Newer releases of Node take offsets such as +05:30 as well; a list must not depend on the release that it was made by.
  if (!/^[a-z]/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

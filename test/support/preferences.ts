import fc from 'fast-check';
import { LANGUAGE_CODES } from '../../config/languages.ts';
import { BUILT_IN_TAXONOMY } from '../../config/topics/built-in.ts';
import type { CsvSubscriber } from '../../src/subscribers/csv/csv-row.ts';
import {
  CADENCES,
  type Interest,
  interestSchema,
  type Preference,
} from '../../src/subscribers/preferences/preference.ts';

const TIME_ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati'];

/** Texts that users type, and that spreadsheets, separators and databases have trouble with. */
const typed = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 2, maxLength: 20 }),
  fc.string({ unit: 'binary', minLength: 2, maxLength: 20 }),
  fc
    .tuple(
      fc.constantFrom('=', '+', '-', '@', "'", "'=", "''-", '＝', '"', ';', ',', '\t'),
      fc.string({ minLength: 1, maxLength: 10 }),
    )
    .map((parts) => parts.join('')),
);

const mode = fc.constantFrom('follow' as const, 'mute' as const);
const interest: fc.Arbitrary<Interest[]> = fc
  .oneof(
    fc.record({
      kind: fc.constant('topic' as const),
      mode,
      value: fc.constantFrom(...BUILT_IN_TAXONOMY.bySlug),
    }),
    fc.record({
      kind: fc.constantFrom('query' as const, 'author' as const, 'organisation' as const),
      mode,
      value: typed,
    }),
  )
  .map((given) => {
    const parsed = interestSchema.safeParse(given);
    return parsed.success ? [parsed.data] : [];
  });

/** Any preference that the schema accepts, each interest once. */
export const preferenceArbitrary: fc.Arbitrary<Preference> = fc.record({
  interests: fc
    .array(interest, { maxLength: 8 })
    .map((each) => [...new Map(each.flat().map((one) => [`${one.kind} ${one.value}`, one])).values()]),
  cadence: fc.constantFrom(...CADENCES),
  weeklyDay: fc.integer({ min: 1, max: 7 }),
  size: fc.integer({ min: 1, max: 30 }),
  sendHour: fc.integer({ min: 0, max: 23 }),
  timeZone: fc.constantFrom(...TIME_ZONES),
  skipQuietDays: fc.boolean(),
  language: fc.constantFrom(...LANGUAGE_CODES),
});

/** Any subscriber that a file can contain, with awkward addresses and sources of consent among them. */
export const csvSubscriberArbitrary: fc.Arbitrary<CsvSubscriber> = fc.record({
  address: fc
    .tuple(
      fc.constantFrom(
        'ada',
        '+ada',
        '-ada',
        "'ada",
        "'+ada",
        "'=ada",
        '=ada',
        "o'ada",
        '{ada}/x',
        'ada+papers',
      ),
      fc.integer({ min: 1, max: 999_999 }),
      fc.constantFrom('example.com', 'example.xn--p1ai'),
    )
    .map(([name, number, domain]) => `${name}.${number}@${domain}`),
  consentAt: fc.date({ min: new Date('2000-01-01'), max: new Date('2026-11-01'), noInvalidDate: true }),
  consentSource: typed
    .map((text) => text.replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ').trim())
    .filter((text) => text !== ''),
  preference: preferenceArbitrary,
});

import { z } from 'zod';
import { LANGUAGE_CODES } from '../../../config/languages.ts';
import type { Taxonomy } from '../../../config/topics/taxonomy.ts';
import { CADENCES, type Interest, MAX_INTERESTS, type Preference } from '../preferences/preference.ts';
import { offeredPreferenceSchema } from '../preferences/preference-topics.ts';
import { type AddressProblem, addressProblem, parseAddress } from '../subscriber.ts';
import { parseTruth } from './parsing/cell-words.ts';
import { parseConsentTime } from './parsing/consent-time.ts';

/** Columns of the file, in order. Only `address`, `consent_at` and `consent_source` are required. */
export const CSV_COLUMNS = [
  'address',
  'state',
  'consent_at',
  'consent_source',
  'cadence',
  'weekly_day',
  'size',
  'send_hour',
  'time_zone',
  'skip_quiet_days',
  'language',
  'topics',
  'queries',
  'authors',
  'organisations',
  'muted_topics',
  'muted_queries',
  'muted_authors',
  'muted_organisations',
] as const;
export type CsvColumn = (typeof CSV_COLUMNS)[number];
export type CsvRow = Record<CsvColumn, string>;

/** A subscriber as read from a line. */
export interface CsvSubscriber {
  address: string;
  consentAt: Date;
  consentSource: string;
  preference: Preference;
}

/** Surroundings in which rows are valid: the time, and the topics offered. */
export interface CsvSetting {
  now: Date;
  taxonomy: Taxonomy;
}

/** Listed problems per row; a cell may have a thousand wrong topics. */
const MAX_PROBLEMS = 10;

/** Separates values within a cell; interestSchema keeps it out of the values themselves. */
const SEPARATOR = ';';

/**
 * Spreadsheets run a cell that starts with one of these as a formula, so it gets an apostrophe in front, as
 * OWASP advises (CSV injection; Numbers also accepts the full-width forms). A cell that already starts with
 * apostrophes and then one of these gets one more, so that removing one always restores the original:
 * `+ada@example.com` and `'+ada@example.com` are two addresses.
 */
const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const escapeFormula = (text: string) => (FORMULA.test(text) ? `'${text}` : text);
const unescapeFormula = (text: string) => (text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text);

const wholeNumber = (name: string) =>
  z
    .string()
    .regex(/^\d{1,2}$/, `${name} must be a whole number`)
    .transform(Number)
    .optional();

const ADDRESS_ISSUES: Record<AddressProblem, string> = {
  invalid: 'address is not a valid email address',
  'local-part':
    'address has letters outside a–z before the @ (SMTPUTF8): use another address of the same mailbox',
};

const rowSchema = z.object({
  address: z.string('address is missing').transform((text, context) => {
    const problem = addressProblem(text);
    if (problem !== null) context.addIssue({ code: 'custom', message: ADDRESS_ISSUES[problem] });
    return parseAddress(text) ?? '';
  }),
  consent_source: z
    .string('consent_source is missing: state where consent was given')
    .transform((text) => text.replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ').trim())
    .pipe(
      z
        .string()
        .min(1, 'consent_source is empty')
        .max(200, 'consent_source must have at most 200 characters'),
    ),
  state: z
    .enum(
      ['active'],
      'state must be active: an import does not resubscribe unsubscribed, paused or suppressed addresses',
    )
    .optional(),
  cadence: z.enum(CADENCES, `cadence must be one of: ${CADENCES.join(', ')}`).optional(),
  weekly_day: wholeNumber('weekly_day'),
  size: wholeNumber('size'),
  send_hour: wholeNumber('send_hour'),
  time_zone: z
    .string()
    .transform((text) => text.trim())
    .optional(),
  skip_quiet_days: z
    .string()
    .transform(parseTruth)
    .pipe(z.boolean('skip_quiet_days must be true or false'))
    .optional(),
  language: z
    .string()
    // Also accepts a locale, e.g. de-AT.
    .transform((text) =>
      text
        .trim()
        .toLowerCase()
        .replace(/[-_].*$/, ''),
    )
    .pipe(z.enum(LANGUAGE_CODES, `language must be one of: ${LANGUAGE_CODES.join(', ')}`))
    .optional(),
});

/** Column of each kind of interest. */
const INTEREST_COLUMNS: Record<string, Pick<Interest, 'kind' | 'mode'>> = {
  topics: { kind: 'topic', mode: 'follow' },
  queries: { kind: 'query', mode: 'follow' },
  authors: { kind: 'author', mode: 'follow' },
  organisations: { kind: 'organisation', mode: 'follow' },
  muted_topics: { kind: 'topic', mode: 'mute' },
  muted_queries: { kind: 'query', mode: 'mute' },
  muted_authors: { kind: 'author', mode: 'mute' },
  muted_organisations: { kind: 'organisation', mode: 'mute' },
};

/**
 * Parses one row (cells by column name; empty cells count as absent) into a subscriber, or lists its
 * problems. Consent given after `now` is one, too. Reads back what toCsvRow writes.
 */
export function parseCsvRow(
  cells: Readonly<Record<string, string>>,
  { now, taxonomy }: CsvSetting,
): CsvSubscriber | { problems: string[] } {
  const filled = Object.fromEntries(
    Object.entries(cells)
      .filter(([, text]) => text.trim() !== '')
      .map(([column, text]) => [column, unescapeFormula(text)]),
  );
  const row = rowSchema.safeParse(filled);
  const consentAt =
    filled.consent_at === undefined
      ? { problem: 'consent_at is missing: every subscriber needs a record of consent' }
      : parseConsentTime(filled.consent_at, now);
  const preference = offeredPreferenceSchema(taxonomy).safeParse({
    interests: parseInterests(filled),
    ...(row.success
      ? {
          cadence: row.data.cadence,
          weeklyDay: row.data.weekly_day,
          size: row.data.size,
          sendHour: row.data.send_hour,
          timeZone: row.data.time_zone,
          skipQuietDays: row.data.skip_quiet_days,
          language: row.data.language,
        }
      : {}),
  });
  if (row.success && preference.success && consentAt instanceof Date) {
    const { address, consent_source: consentSource } = row.data;
    return { address, consentAt, consentSource, preference: preference.data };
  }
  const issues = row.error?.issues ?? [];
  const isAddress = (issue: z.core.$ZodIssue) => issue.path[0] === 'address';
  const found = [
    ...issues.filter(isAddress),
    ...(consentAt instanceof Date ? [] : [{ message: consentAt.problem }]),
    ...issues.filter((issue) => !isAddress(issue)),
    ...(preference.error?.issues ?? []).map(withField),
  ];
  const problems = [...new Set(found.map((issue) => issue.message))];
  const more = problems.length - MAX_PROBLEMS;
  return { problems: more > 0 ? [...problems.slice(0, MAX_PROBLEMS), `and ${more} more`] : problems };
}

function parseInterests(cells: Readonly<Record<string, string>>) {
  return Object.entries(INTEREST_COLUMNS).flatMap(([column, interest]) =>
    (cells[column] ?? '')
      .split(SEPARATOR)
      .map((value) => value.trim())
      .filter(Boolean)
      // One more than preferenceSchema accepts is enough for it to refuse the rest.
      .slice(0, MAX_INTERESTS + 1)
      .map((value) => ({ ...interest, value })),
  );
}

/** Formats a subscriber as one line, safe to open in a spreadsheet. */
export function toCsvRow(subscriber: {
  address: string;
  state: string;
  consentAt: Date | null;
  consentSource: string | null;
  preference: Preference;
}): CsvRow {
  const { preference } = subscriber;
  const values = ({ kind, mode }: Pick<Interest, 'kind' | 'mode'>) =>
    preference.interests
      .filter((interest) => interest.kind === kind && interest.mode === mode)
      .map((interest) => interest.value)
      .join(SEPARATOR);
  const cells = {
    address: subscriber.address,
    state: subscriber.state,
    consent_at: subscriber.consentAt?.toISOString() ?? '',
    consent_source: subscriber.consentSource ?? '',
    cadence: preference.cadence,
    weekly_day: String(preference.weeklyDay),
    size: String(preference.size),
    send_hour: String(preference.sendHour),
    time_zone: preference.timeZone,
    skip_quiet_days: String(preference.skipQuietDays),
    language: preference.language,
    ...Object.fromEntries(
      Object.entries(INTEREST_COLUMNS).map(([column, interest]) => [column, values(interest)]),
    ),
  };
  return Object.fromEntries(
    Object.entries(cells).map(([column, text]) => [column, escapeFormula(text)]),
  ) as CsvRow;
}

/** Issues of a preference name their own field, e.g. `timeZone must be …`. */
function withField(issue: z.core.$ZodIssue): { message: string } {
  const field = issue.path.filter((part) => typeof part === 'string').join(' ');
  return { message: `${field} ${issue.message}` };
}

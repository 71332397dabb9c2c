import { z } from 'zod';
import { LANGUAGE_CODES } from '../../../config/languages.ts';
import { CADENCES, type Interest, type Preference, preferenceSchema } from '../preferences/preference.ts';
import { parseAddress } from '../subscriber.ts';

/** The columns of the file, in order. Only `address`, `consent_at` and `consent_source` must be filled in. */
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
export type CsvRow = Record<(typeof CSV_COLUMNS)[number], string>;

/** One subscriber as the file says it. */
export interface CsvSubscriber {
  address: string;
  consentAt: Date;
  consentSource: string;
  preference: Preference;
}

/** Several values in one cell are parted by this; a value cannot contain it (interestSchema sees to that). */
const SEPARATOR = ';';

/**
 * A spreadsheet runs a cell that starts with one of these as a formula, so an apostrophe is put before it, as OWASP advises
 * (CSV injection; Numbers takes the full-width ones, too). A cell that starts with apostrophes and then one of these gets
 * one more, so that taking one off always gives back what there was: `+ada@example.com` and `'+ada@example.com` are
 * two addresses.
 */
const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const escapeFormula = (text: string) => (FORMULA.test(text) ? `'${text}` : text);
const unescapeFormula = (text: string) => (text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text);

/** A time by ISO 8601, in UTC where it names no zone. Date.parse alone would take `form 12` for a day of 2001. */
const consentTime = z
  .string('consent_at is missing: nobody is mailed without a record of consent')
  .transform((text) => text.trim().replace(' ', 'T'))
  .pipe(
    z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], {
      error: 'consent_at must be a time such as 2026-03-01T09:30:00Z',
    }),
  )
  .transform((text) => new Date(/T.*(?:Z|[+-]\d\d:?\d\d)$|^[^T]*$/.test(text) ? text : `${text}Z`));

const whole = (name: string) =>
  z
    .string()
    .regex(/^\d{1,2}$/, `${name} must be a whole number`)
    .transform(Number)
    .optional();

const rowSchema = z.object({
  address: z.string('address is missing').transform((text, context) => {
    const address = parseAddress(text);
    if (address === null) context.addIssue({ code: 'custom', message: 'address is not an e-mail address' });
    return address ?? '';
  }),
  consent_at: consentTime,
  consent_source: z
    .string('consent_source is missing: say where the consent was given')
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
      'state is not active: whoever left, paused or was suppressed is not brought back by a file',
    )
    .optional(),
  cadence: z.enum(CADENCES, `cadence must be one of: ${CADENCES.join(', ')}`).optional(),
  weekly_day: whole('weekly_day'),
  size: whole('size'),
  send_hour: whole('send_hour'),
  time_zone: z.string().optional(),
  skip_quiet_days: z
    .enum(['true', 'false'], 'skip_quiet_days must be true or false')
    .transform((text) => text === 'true')
    .optional(),
  language: z
    .string()
    .transform((text) => text.trim().toLowerCase())
    .pipe(z.enum(LANGUAGE_CODES, `language must be one of: ${LANGUAGE_CODES.join(', ')}`))
    .optional(),
});

/** Which cell holds which interests. */
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
 * Reads one line (cells by column name, as toCsvRow makes them; empty cells count as absent), or says everything that is
 * wrong with it.
 */
export function parseCsvRow(cells: Record<string, string>): CsvSubscriber | { problems: string[] } {
  const filled = Object.fromEntries(
    Object.entries(cells)
      .filter(([, text]) => text.trim() !== '')
      .map(([column, text]) => [column, unescapeFormula(text)]),
  );
  const row = rowSchema.safeParse(filled);
  const interests = Object.entries(INTEREST_COLUMNS).flatMap(([column, interest]) =>
    (filled[column] ?? '')
      .split(SEPARATOR)
      .map((value) => value.trim())
      .filter(Boolean)
      .map((value) => ({ ...interest, value })),
  );
  const preference = preferenceSchema.safeParse({
    interests,
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
  if (row.success && preference.success) {
    return {
      address: row.data.address,
      consentAt: row.data.consent_at,
      consentSource: row.data.consent_source,
      preference: preference.data,
    };
  }
  const issues = [...(row.error?.issues ?? []), ...(preference.error?.issues ?? []).map(named)];
  return { problems: issues.map((issue) => issue.message) };
}

/** One subscriber as a line of the file, safe to open in a spreadsheet; what parseCsvRow reads back. */
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

/** Preference issues name their own field, e.g. `timeZone must be …`. */
function named(issue: z.core.$ZodIssue): { message: string } {
  const field = issue.path.filter((part) => typeof part === 'string').join(' ');
  return { message: `${field} ${issue.message}` };
}

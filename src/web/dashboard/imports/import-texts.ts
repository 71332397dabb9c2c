import { IMPORT } from '../../../../config/imports.ts';
import type { ColumnUse } from '../../../subscribers/csv/choose-columns.ts';
import type { Import, ImportState } from '../../../subscribers/csv/import-queries.ts';
import { counted, formatNumber, pluralForm } from '../frame/format.ts';

const MEGABYTES = IMPORT.maxBytes / 1024 / 1024;
/** Reasons shown behind the number of rows that left. */
const MAX_REASONS = 10;
const leftReasons = (leftBy: Readonly<Record<string, number>>) => {
  const reasons = Object.entries(leftBy).sort(([, a], [, b]) => b - a);
  const shown = reasons.slice(0, MAX_REASONS).map(([reason, rows]) => `${formatNumber(rows)} × ${reason}`);
  return shown.length === 0 ? '' : ` (${shown.join(', ')}${reasons.length > MAX_REASONS ? ', …' : ''})`;
};
const COMMAND = 'npm run paperboy -- subscribers import';

/** Texts of importing subscribers from a CSV file. */
export const IMPORT_TEXTS = {
  heading: 'Import subscribers',
  hint:
    `Upload a CSV file, up to ${MEGABYTES} MB and ${counted(IMPORT.maxLines, 'line')}: a Paperboy export, ` +
    'one from Mailchimp, Ghost, Substack, listmonk, Buttondown or beehiiv, or any other file once you have ' +
    'assigned its columns. Email requires recorded consent: when and where it was given. You’ll see a ' +
    'preview before anything is imported.',
  template: 'Download a template',
  larger: `For larger lists: ${COMMAND} <file>`,
  file: 'CSV file',
  preview: 'Preview import',
  noFile: 'Choose a CSV file to import.',
  tooLarge:
    `The file is larger than ${MEGABYTES} MB and was not read. Split it, repeating the header, or use ` +
    `${COMMAND}, which has no limit.`,
  title: (id: number) => `Import ${id}`,
  unknown: 'Import not found',
  unknownText: `Imports are kept for ${counted(IMPORT.retentionDays, 'day')}.`,
  back: 'Back to subscribers',
  uploaded: (operator: string, when: string) => `Uploaded by ${operator} on ${when}.`,
  states: {
    shown: 'ready to start',
    running: 'in progress',
    done: 'done',
    dropped: 'discarded',
  } as Record<ImportState, string>,
  needsColumns: 'columns to assign',
  previewHeading: 'Preview',
  columnsHeading: 'Columns',
  questions: 'Needs your input',
  recognized: (tool: string) => `Recognized as an export of ${tool}.`,
  columnsUsed: (used: number, all: number) =>
    `Change columns (${formatNumber(used)} of ${formatNumber(all)} used)`,
  columnsHint:
    'Addresses in the examples are masked. Rows that a “subscribed” or “unsubscribed” column marks as ' +
    'unsubscribed are skipped.',
  columnsTable: { column: 'Column', samples: 'Examples', use: 'Used as' },
  labelOfUse: (column: string) => `Use of ${column}`,
  uses: {
    '': 'Not used',
    ignore: 'Ignore, even if it says “unsubscribed”',
    subscribed: 'Subscribed? (yes means subscribed)',
    unsubscribed: 'Unsubscribed? (yes or a date means unsubscribed)',
    address: 'Email address',
    state: 'State (Paperboy export)',
    consent_at: 'Time of consent',
    consent_source: 'Source of consent',
    cadence: 'Cadence',
    weekly_day: 'Day of a weekly digest (1 = Monday)',
    size: 'Papers per digest',
    send_hour: 'Send hour',
    time_zone: 'Time zone',
    skip_quiet_days: 'Skip days without papers',
    language: 'Language',
    topics: 'Topics',
    queries: 'Keywords',
    authors: 'Authors',
    organisations: 'Organizations',
    muted_topics: 'Muted topics',
    muted_queries: 'Muted keywords',
    muted_authors: 'Muted authors',
    muted_organisations: 'Muted organizations',
  } satisfies Record<ColumnUse | '', string>,
  defaultsHeading: 'Defaults for empty cells',
  defaults: {
    consent_source: { name: 'Source of consent', hint: 'For example: sign-up form on our website' },
    consent_at: { name: 'Time of consent (UTC)', hint: 'For example: 2026-03-01 or 2026-03-01 09:30' },
    language: { name: 'Language', hint: 'en or de' },
    time_zone: { name: 'Time zone', hint: 'For example: Europe/Berlin' },
  },
  applyColumns: 'Update preview',
  columnsApplied: 'Preview updated.',
  notUsed: (names: readonly string[]) => `Columns not used: ${names.join(', ')}.`,
  consents: 'Consent sources in the file',
  consent: (source: string, lines: number) => `${source}: ${counted(lines, 'line')}`,
  start: (added: number) => `Import ${counted(added, 'subscriber')}`,
  startHint:
    'They receive the next digest that is planned, without a confirmation email. The consent in the file ' +
    'must be genuine.',
  nothingToImport: 'There are no new subscribers to import.',
  discard: 'Discard file',
  discardHint:
    `Otherwise the file is discarded automatically ${counted(IMPORT.unstartedDays, 'day')} after the ` +
    'upload.',
  progress: 'Progress',
  progressOf: (done: number, all: number) => `${formatNumber(done)} of ${counted(all, 'line')} imported`,
  refresh: 'Refresh',
  waiting: (when: string) =>
    `No progress since ${when}. The import continues where it stopped as soon as a worker is free. The ` +
    'housekeeping queue shows whether one is running.',
  toQueue: 'View queue',
  result: 'Result',
  linesInFile: (lines: number) => `${counted(lines, 'line')} in the file:`,
  /** Totals, which add up to the lines of the file. */
  counts: (
    each: Pick<Import, 'added' | 'known' | 'suppressed' | 'duplicates' | 'left' | 'invalid' | 'about'>,
    done: boolean,
  ) => [
    `${counted(each.added, 'new subscriber')} ${done ? 'added' : 'to add'}.`,
    `${counted(each.known, 'existing subscriber')}: unchanged, regardless of the file.`,
    `${counted(each.suppressed, 'suppressed address', 'suppressed addresses')}: not added.`,
    `${counted(each.left, 'line')} unsubscribed elsewhere: not added${leftReasons(each.about.leftBy)}.`,
    `${counted(each.duplicates, 'duplicate line')}: the first line with an address counts.`,
    `${counted(each.invalid, 'invalid line')}: not imported.`,
  ],
  withdrawn: (lines: number) => `${counted(lines, 'line')} of subscribers who were erased in the meantime.`,
  problems: 'Lines not imported',
  problemColumns: { lines: 'Lines', problem: 'Problem' },
  linesOf: (count: number, first: readonly number[]) =>
    count > first.length
      ? `${counted(count, 'line')}: ${first.join(', ')}, …`
      : `${pluralForm(count, 'line', 'lines')} ${first.join(', ')}`,
  mostFrequent: (groups: number) => `The ${groups} most frequent problems.`,
  firstOf: (listed: number, all: number) =>
    `Only the first ${formatNumber(listed)} of ${formatNumber(all)} lines are listed.`,
  download: 'Download as CSV',
  erased: 'The file and its addresses were deleted from the import.',
  started: 'Import started. This page shows its progress.',
  alreadyHandled: 'The import was already started or discarded. Nothing changed.',
  fileGone:
    'The columns can no longer be changed: the import was started or discarded, or its file was deleted ' +
    'when a subscriber was erased. Upload the file again.',
  discarded: 'File discarded, including every address in it.',
  latest: 'Latest imports',
  columns: {
    import: 'Import',
    operator: 'Operator',
    uploadedAt: 'Uploaded',
    state: 'Status',
    added: 'Added',
    invalid: 'Invalid lines',
  },
} as const;

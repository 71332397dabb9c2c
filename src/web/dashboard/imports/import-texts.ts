import { IMPORT } from '../../../../config/imports.ts';
import type { Import, ImportState } from '../../../subscribers/csv/import-queries.ts';
import { counted, formatNumber, pluralForm } from '../frame/format.ts';

const MEGABYTES = IMPORT.maxBytes / 1024 / 1024;
const COMMAND = 'npm run paperboy -- subscribers import';

/** Texts of importing subscribers from a CSV file. */
export const IMPORT_TEXTS = {
  heading: 'Import subscribers',
  hint:
    `Upload a CSV file in the format of the export, up to ${MEGABYTES} MB and ` +
    `${counted(IMPORT.maxLines, 'line')}. Each line needs address, consent_at and consent_source, because ` +
    'email requires recorded consent. You’ll see a preview before anything is imported.',
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
  previewHeading: 'Preview',
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
  counts: (
    each: Pick<Import, 'added' | 'known' | 'suppressed' | 'duplicates' | 'invalid'>,
    done: boolean,
  ) => [
    `${counted(each.added, 'new subscriber')} ${done ? 'added' : 'to add'}.`,
    `${counted(each.known, 'existing subscriber')}: unchanged, whatever the file says.`,
    `${counted(each.suppressed, 'suppressed address', 'suppressed addresses')}: not added.`,
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

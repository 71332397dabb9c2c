import { IMPORT } from '../../../../config/imports.ts';
import type { Import, ImportState } from '../../../subscribers/csv/import-queries.ts';
import { counted } from '../frame/counted.ts';

const whole = (number: number) => number.toLocaleString('en');
const megabytes = IMPORT.maxBytes / 1024 / 1024;

/** The words of bringing subscribers in from a file. */
export const IMPORT_TEXTS = {
  heading: 'Bring people in',
  hint: `A CSV file of at most ${megabytes} MB and ${whole(IMPORT.maxLines)} lines, as the export writes it. Each line needs address, consent_at and consent_source: nobody is mailed without a record of consent. First you are shown what it would do; nothing is done before you say so.`,
  longer: 'A longer list: npm run paperboy -- subscribers import <file>',
  file: 'CSV file',
  look: 'Show what it would do',
  noFile: 'No file was chosen. Choose one and press the button again.',
  tooLarge: `The file is larger than ${megabytes} MB, so it was not read. Part it, each part with the header, or use npm run paperboy -- subscribers import, which takes any length.`,
  title: (id: number) => `Import ${id}`,
  unknown: 'There is no such import',
  unknownText: `What came of an import is kept for ${IMPORT.retentionDays} days.`,
  back: 'People',
  uploaded: (operator: string, when: string) => `Uploaded by ${operator}, ${when}.`,
  states: {
    shown: 'waits to be started',
    running: 'is being carried out',
    done: 'done',
    dropped: 'dropped',
  } as Record<ImportState, string>,
  would: 'What it would do',
  consents: 'Where their consents come from, as the file says',
  consent: (source: string, lines: number) => `${source}: ${counted(lines, 'line')}`,
  start: (added: number) => `Add ${counted(added, 'subscriber')}`,
  startHint:
    'They get the next digest that is planned. Nobody is asked again: the consents in the file must be true.',
  nothingToAdd: 'There is nobody to add.',
  drop: 'Discard the file',
  dropHint: `Otherwise it is discarded by itself ${IMPORT.unstartedDays === 1 ? 'a day' : `${IMPORT.unstartedDays} days`} after it was uploaded.`,
  progress: 'Progress',
  progressOf: (done: number, all: number) => `${whole(done)} of ${counted(all, 'line')} carried out`,
  lookAgain: 'Look again',
  waits: (when: string) =>
    `Nothing has moved since ${when}. It continues where it stopped as soon as a worker is free. The queue “housekeeping” shows whether one is running.`,
  toQueues: 'To the queue',
  result: 'What came of it',
  counts: (
    each: Pick<Import, 'added' | 'known' | 'suppressed' | 'duplicates' | 'invalid'>,
    done: boolean,
  ) => [
    `${counted(each.added, 'new subscriber')} ${done ? 'added' : 'to be added'}.`,
    `${whole(each.known)} known already: nothing changes for them, whatever the file says.`,
    `${whole(each.suppressed)} suppressed: must not be mailed and ${done ? 'were' : 'are'} not added.`,
    `${counted(each.duplicates, 'line')} with an address of an earlier line: the first counts.`,
    `${counted(each.invalid, 'bad line')}, not taken.`,
  ],
  withdrawn: (lines: number) => `${counted(lines, 'line')} of people who were erased meanwhile.`,
  problems: 'Lines that are not taken',
  problemColumns: { lines: 'Lines', problem: 'What is wrong' },
  linesOf: (count: number, first: readonly number[]) =>
    `${count === 1 ? 'line' : `${whole(count)} lines:`} ${first.join(', ')}${count > first.length ? ', …' : ''}`,
  mostFrequent: (groups: number) => `The ${groups} most frequent.`,
  firstOf: (listed: number, all: number) => `Only the first ${whole(listed)} of ${whole(all)} are listed.`,
  download: 'Download the list of these lines',
  erased: 'The file itself and the addresses in it are erased from the import.',
  started: 'It is started. This page shows how far it is.',
  startedBefore: 'It was started or discarded before; nothing was done a second time.',
  dropped: 'The file is discarded, with every address in it.',
  last: 'Last imports',
  columns: { import: 'Import', who: 'Who', when: 'When', state: 'State', added: 'Added', bad: 'Bad lines' },
} as const;

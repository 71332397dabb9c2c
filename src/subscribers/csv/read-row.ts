import { PaperboyError } from '../../errors.ts';
import type { ColumnPlan, CsvOptions, StatusColumn } from './choose-columns.ts';
import { type CsvColumn, type CsvSetting, type CsvSubscriber, parseCsvRow } from './csv-row.ts';
import { TEMPLATE_ADDRESS } from './csv-template.ts';
import { readStatus, saysLeft } from './parsing/cell-words.ts';

/**
 * Reads the cells of a row by the plan: a subscriber, the reason that the address is unsubscribed elsewhere,
 * or a list of problems. A cell “unsubscribed” in an unused column is a problem, too, regardless of its name.
 */
export function readRow(
  cells: readonly string[],
  plan: ColumnPlan,
  setting: CsvSetting,
): CsvSubscriber | { left: string } | { problems: string[] } {
  const unclear: string[] = [];
  for (const column of plan.status) {
    const text = cells[column.index] ?? '';
    const status = readStatus(column.meaning, text, column);
    if (status === 'left') return { left: leftReason(column, text) };
    if (status === null) unclear.push(unclearStatus(column, text));
  }
  const unused = plan.unused.find((index) => saysLeft(cells[index] ?? ''));
  if (unused !== undefined)
    unclear.push(
      `the column “${plan.names[unused]}” says “${shortened(cells[unused])}”: assign it as subscribed, ` +
        'unsubscribed or ignore',
    );
  const read = parseCsvRow(fieldsOf(cells, plan), setting);
  if ('address' in read && read.address === TEMPLATE_ADDRESS)
    unclear.push('this is the example row of the template: replace or delete it');
  if (unclear.length === 0) return read;
  return { problems: [...unclear, ...('problems' in read ? read.problems : [])] };
}

/** Fields by name: the first filled column of each, else the default of the file. */
function fieldsOf(cells: readonly string[], { fields, defaults }: ColumnPlan): Record<string, string> {
  const row: Record<string, string> = { ...defaults };
  for (const [field, indexes] of fields) {
    const filled = indexes.find((index) => (cells[index] ?? '').trim() !== '');
    if (filled !== undefined) row[field] = cells[filled] ?? '';
  }
  return row;
}

/** Column and status, e.g. `status: blocklisted`; for a date only the column, so that reasons stay few. */
function leftReason({ name }: StatusColumn, text: string): string {
  const word = shortened(text).toLowerCase();
  return /\d/.test(word) && word !== '0' && word !== '1' ? name : `${name}: ${word}`;
}

function unclearStatus({ name }: StatusColumn, text: string): string {
  return text.trim() === ''
    ? `the column “${name}” is empty: it must say whether the address is still subscribed`
    : `the column “${name}” says “${shortened(text)}”, which means neither subscribed nor unsubscribed`;
}

function shortened(text = ''): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 40);
}

/** Fields that differ from row to row and have no sensible default. */
const WITHOUT_DEFAULT: readonly CsvColumn[] = ['address', 'state'];

/** Checks the default values. Throws PaperboyError `CSV_OPTIONS`. */
export function checkDefaults({ defaults = {} }: CsvOptions, setting: CsvSetting): void {
  const problems = WITHOUT_DEFAULT.filter((field) => defaults[field] !== undefined).map(
    (field) => `${field} has no default`,
  );
  const row = { address: 'ada@example.com', consent_at: '2000-01-01', consent_source: 'form' };
  const read = parseCsvRow({ ...row, ...defaults, address: row.address }, setting);
  if ('problems' in read) problems.push(...read.problems);
  if (problems.length === 0) return;
  throw new PaperboyError({
    code: 'CSV_OPTIONS',
    message: `A value for the whole file is invalid: ${problems.join('; ')}.`,
    remedy: 'Correct it and import the file again.',
  });
}

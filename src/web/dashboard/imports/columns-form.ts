import { COLUMN_USES } from '../../../subscribers/csv/choose-columns.ts';
import type { FileOptions, ImportFile } from '../../../subscribers/csv/import-file-queries.ts';
import { fieldOf } from '../../http/read-body.ts';

/** Values for the whole file that the form asks for. */
export const FORM_DEFAULTS = ['consent_source', 'consent_at', 'language', 'time_zone'] as const;

/**
 * Reads the form of a file's columns. Keeps only changed columns as the operator's choice, so that a
 * recognized export keeps its rules; a column set to not used is ignored.
 */
export function readColumnsForm(body: Record<string, unknown>, { options, seen }: ImportFile): FileOptions {
  const columns = { ...options.columns };
  for (const [index, { use: before }] of seen.columns.entries()) {
    const given = fieldOf(body, `use-${index + 1}`);
    const use = COLUMN_USES.find((each) => each === given);
    if ((use ?? '') === before) continue;
    const position = `#${index + 1}`;
    if (use !== undefined) columns[position] = use;
    else if (before === 'ignore') delete columns[position];
    else columns[position] = 'ignore';
  }
  const defaults = { ...options.defaults };
  for (const name of FORM_DEFAULTS) {
    const value = fieldOf(body, `default-${name}`).trim();
    if (value === '') delete defaults[name];
    else defaults[name] = value;
  }
  return { columns, defaults };
}

import { createReadStream } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readEnv } from '../../../config/env.ts';
import { IMPORT } from '../../../config/imports.ts';
import type { Context } from '../../context.ts';
import { dryRunTransaction } from '../../db/dry-run.ts';
import { PaperboyError } from '../../errors.ts';
import { pluralize } from '../../plural.ts';
import { COLUMN_USES, type ColumnUse, type CsvOptions } from '../../subscribers/csv/choose-columns.ts';
import { CSV_COLUMNS, type CsvColumn } from '../../subscribers/csv/csv-row.ts';
import { csvTemplate } from '../../subscribers/csv/csv-template.ts';
import { exportSubscribers } from '../../subscribers/csv/export-subscribers.ts';
import { type ImportReport, importSubscribers } from '../../subscribers/csv/import-subscribers.ts';
import { readTaxonomy } from '../../topics/read-taxonomy.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

interface ImportOptions {
  map: Record<string, ColumnUse>;
  default: Partial<Record<CsvColumn, string>>;
  consentSource?: string;
  consentAt?: string;
  template?: boolean;
  dryRun?: boolean;
  json?: boolean;
}

/** `subscribers import|export`. */
export function addSubscriberFiles(subscribers: Command, output: Output): void {
  subscribers
    .command('import')
    .description(
      'import subscribers from CSV: a Paperboy export, one from Mailchimp, Ghost, Substack, listmonk, ' +
        'Buttondown or beehiiv, or any file with --map; refused rows are reported, the rest is imported',
    )
    .argument('[file]', 'CSV file with a header line, or - for standard input')
    .addOption(
      new Option(
        '--map <columns>',
        `use of columns, e.g. "E-Mail=address,Country=ignore"; one of: ${COLUMN_USES.join(', ')}`,
      )
        .argParser(collectColumns)
        .default({}, 'by name'),
    )
    .addOption(
      new Option('--default <values>', 'values for empty or missing cells, e.g. language=de')
        .argParser(collectDefaults)
        .default({}, 'none'),
    )
    .option('--consent-source <text>', 'where consent was given, for rows without a source')
    .option('--consent-at <time>', 'when consent was given, for rows without a time')
    .option('--dry-run', 'show what would be imported; changes nothing')
    .option('--template', 'print a CSV file to fill in; imports nothing')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nEach row counts once: added, existing, suppressed, unsubscribed elsewhere (in the tool that exported ' +
        'the file) or refused. Exits with 1 if no row was added or already existed.',
    )
    .action((file: string | undefined, options: ImportOptions) => runImport(output, file, options));
  subscribers
    .command('export')
    .description('write all subscribers as CSV to standard output')
    .action(async () => {
      await withInstallation({}, async (ctx) => {
        for await (const piece of exportSubscribers(ctx)) {
          output.out(piece);
          await output.drained?.();
        }
      });
    });
}

async function runImport(output: Output, file: string | undefined, options: ImportOptions): Promise<void> {
  if (options.template) return output.out(csvTemplate(readTaxonomy(readEnv().TOPICS_FILE)));
  if (file === undefined)
    throw new PaperboyError({
      code: 'NO_FILE',
      message: 'No file was given.',
      remedy: 'Pass a CSV file, or - for standard input. --template prints one to fill in.',
    });
  const defaults = {
    ...options.default,
    ...(options.consentSource === undefined ? {} : { consent_source: options.consentSource }),
    ...(options.consentAt === undefined ? {} : { consent_at: options.consentAt }),
  };
  const input: CsvOptions = { columns: options.map, defaults };
  // Opened only here, where its errors are handled: a missing file would otherwise end the process before the
  // database has opened.
  const open = () => (file === '-' ? process.stdin : createReadStream(file));
  const importInto = (ctx: Pick<Context, 'db' | 'clock' | 'taxonomy'>) =>
    importSubscribers(ctx, open(), {
      ...input,
      onRefused: ({ line, problems }) => output.err(`line ${line}: ${problems.join('; ')}\n`),
    });
  const { dryRun = false } = options;
  const report = await withInstallation({}, (ctx) =>
    dryRun ? dryRunTransaction(ctx.db, (db) => importInto({ ...ctx, db })) : importInto(ctx),
  );
  writeReport(
    output,
    options.json,
    { dryRun, ...report },
    () => `${dryRun ? 'Dry run, nothing was changed. ' : ''}${describeImport(report)}`,
  );
  if (report.added + report.known > 0) return;
  throw new PaperboyError({
    code: 'NOTHING_IMPORTED',
    message: dryRun ? 'No subscriber would be imported.' : 'No subscriber was imported.',
    remedy: remedyForNothing(report),
  });
}

function remedyForNothing({ rows, refused, suppressed }: ImportReport): string {
  if (rows === 0) return 'Add one line per subscriber below the header.';
  if (refused > 0) return 'The reasons are listed above, by line.';
  return suppressed > 0
    ? 'Every address of the file is suppressed here or unsubscribed in the tool it comes from.'
    : 'Every address of the file is unsubscribed in the tool it comes from. Import its subscribed contacts.';
}

/** Describes the totals, which add up to the rows of the file, and the unused columns. */
function describeImport(report: ImportReport): string {
  const { rows, added, known, suppressed, left, leftBy, refused, tool, unused } = report;
  const reasons = Object.entries(leftBy).map(([reason, count]) => `${count} × ${reason}`);
  const leftText = `${left} unsubscribed elsewhere${left === 0 ? '' : ` (${reasons.join(', ')})`}`;
  const sums = `${added} added, ${known} existing, ${suppressed} suppressed, ${leftText}, ${refused} refused`;
  return [
    `${tool === null ? '' : `Recognized as an export of ${tool}. `}${pluralize(rows, 'row', 'rows')}: ${sums}.`,
    ...(unused.length > 0 ? [`Columns not used: ${unused.join(', ')}.`] : []),
    ...(refused > IMPORT.maxProblems
      ? [`--json lists only the first ${IMPORT.maxProblems} refused rows.`]
      : []),
  ].join('\n');
}

/**
 * Splits `A=x,B=y`. A part without `=` belongs to a name or value with a comma: to the name after it, as in
 * `Name, first=ignore`, or to the value before it, as in `consent_source=form, fair`.
 */
function pairsOf(text: string, commaIn: 'name' | 'value'): [string, string][] {
  const parts: string[] = [];
  for (const part of text.split(',')) {
    const last = parts.at(-1);
    const isJoined = last !== undefined && (commaIn === 'name' ? !last.includes('=') : !part.includes('='));
    if (isJoined) parts[parts.length - 1] = `${last},${part}`;
    else parts.push(part);
  }
  return parts.map((part) => {
    const at = commaIn === 'name' ? part.lastIndexOf('=') : part.indexOf('=');
    if (at < 1) throw new InvalidArgumentError(`Expected name=value, got “${part}”.`);
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
}

function collectColumns(text: string, previous: Record<string, ColumnUse>): Record<string, ColumnUse> {
  const uses = pairsOf(text, 'name').map(([name, value]) => {
    const use = COLUMN_USES.find((each) => each === value);
    if (use === undefined)
      throw new InvalidArgumentError(`“${value}” is not one of: ${COLUMN_USES.join(', ')}.`);
    return [name, use] as const;
  });
  return { ...previous, ...Object.fromEntries(uses) };
}

function collectDefaults(
  text: string,
  previous: Partial<Record<CsvColumn, string>>,
): Partial<Record<CsvColumn, string>> {
  const values = pairsOf(text, 'value').map(([name, value]) => {
    const column = CSV_COLUMNS.find((each) => each === name);
    if (column === undefined)
      throw new InvalidArgumentError(`“${name}” is not one of: ${CSV_COLUMNS.join(', ')}.`);
    return [column, value] as const;
  });
  return { ...previous, ...Object.fromEntries(values) };
}

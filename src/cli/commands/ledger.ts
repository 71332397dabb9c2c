import { type Command, Option } from 'commander';
import { unknownEdition } from '../../delivery/edition-act.ts';
import { ledger, ledgerCsv, ledgerCsvHead } from '../../delivery/ledger.ts';
import type { LedgerLine } from '../../delivery/ledger-queries.ts';
import { PaperboyError } from '../../errors.ts';
import { type EditionArgument, oneMeant, parseEdition, readMeant } from '../operator-arguments.ts';
import { type Output, withInstallation } from '../run.ts';

interface Options {
  edition?: EditionArgument;
  subscriber?: string;
  json?: boolean;
  csv?: boolean;
}

const HELP = `
One line a person: state, reason, how often it was tried, the provider and its own id of the mail, and when (UTC).
  accepted   the provider took it; that it arrived is another thing
  excluded   nothing was sent, for the reason given: nothing-new, unsubscribed, suppressed, too-late, cancelled, …
  failed     refused for good; edition retry tries exactly these again
  uncertain  nobody knows; edition settle says which it was
  planned    waits for its hour, or for another try
--json writes one array with an object on each line, so that it can be read whole or line by line.`;

/** `ledger`: who got what, and why not. */
export function addLedger(program: Command, output: Output): void {
  program
    .command('ledger')
    .description('who got an edition, who did not and why; or everything that became of one person')
    .option('--edition <edition>', 'an id such as daily-2026-11-23, or a day that has only one', parseEdition)
    .option('--subscriber <address or id>', 'one person, the newest edition first')
    .addOption(new Option('--json', 'as JSON').conflicts('csv'))
    .addOption(new Option('--csv', 'as CSV').conflicts('json'))
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const { edition: meant, subscriber } = options;
      if (meant === undefined && subscriber === undefined) {
        throw new PaperboyError({
          code: 'OPTION_MISSING',
          message: 'It must be said of what: --edition, --subscriber, or both.',
          remedy: 'e.g. npm run paperboy -- ledger --edition today',
        });
      }
      await withInstallation({}, async (ctx) => {
        const edition = meant && (await existing(ctx, meant));
        const format = options.json ? JSON_ARRAY : options.csv ? CSV : TABLE;
        let count = 0;
        for await (const line of ledger(ctx, { edition, subscriber })) {
          if (count === 0) output.out(format.head);
          output.out(format.line(line, count === 0));
          // A pipe that is slower than the database is waited for, so that nothing piles up.
          await output.drained?.();
          count += 1;
        }
        output.out(count === 0 ? format.none : format.foot);
      });
    });
}

/** The id of the edition that was meant. Throws for one that there is not, where an empty ledger would look like good news. */
async function existing(ctx: Parameters<typeof oneMeant>[0], meant: EditionArgument): Promise<string> {
  const id = await oneMeant(ctx, meant);
  if ((await readMeant(ctx, meant)).length === 0) throw unknownEdition(id);
  return id;
}

interface Format {
  head: string;
  line(line: LedgerLine, first: boolean): string;
  foot: string;
  none: string;
}

const JSON_ARRAY: Format = {
  head: '[\n',
  line: (line, first) => `${first ? '' : ',\n'}${JSON.stringify(line)}`,
  foot: '\n]\n',
  none: '[]\n',
};

const CSV: Format = { head: ledgerCsvHead(), line: ledgerCsv, foot: '', none: ledgerCsvHead() };

/** Widths of the columns, as lines come one by one and nobody knows the longest. */
const WIDTHS = [20, 36, 32, 9, 5, 5, 16];

const TABLE: Format = {
  head: `${row(['EDITION', 'SUBSCRIBER', 'ADDRESS', 'STATE', 'TRIES', 'PAPERS', 'WHEN (UTC)', 'REASON, PROVIDER'])}\n`,
  line: (line) =>
    `${row([
      line.edition,
      line.subscriber,
      line.address ?? '(erased)',
      line.state,
      String(line.attempts),
      String(line.papers),
      (line.settledAt ?? line.triedAt ?? line.sendAt).toISOString().slice(0, 16).replace('T', ' '),
      [
        line.arrival,
        line.reason,
        line.provider && line.attempts > 0
          ? [line.provider, line.providerId].filter(Boolean).join(' ')
          : null,
      ]
        .filter(Boolean)
        .join('; '),
    ])}\n`,
  foot: '',
  none: 'Nobody.\n',
};

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
    .join('  ')
    .trimEnd();
}

import { type Command, InvalidArgumentError, Option } from 'commander';
import { DELIVERY_STATES, type DeliveryState } from '../../delivery/pipeline/delivery.ts';
import { LEDGER_STATES, ledger, ledgerCsv, ledgerCsvHead } from '../../delivery/status/ledger.ts';
import type { LedgerLine } from '../../delivery/status/ledger-queries.ts';
import { unknownEdition } from '../../editions/edition.ts';
import { PaperboyError } from '../../errors.ts';
import {
  type EditionArgument,
  parseEdition,
  readEditionArgument,
  requireOneEdition,
} from '../terminal/edition-argument.ts';
import { type Output, withInstallation } from '../terminal/output.ts';

interface Options {
  edition?: EditionArgument;
  subscriber?: string;
  state?: DeliveryState[];
  json?: boolean;
  csv?: boolean;
}

const HELP = `
One line a person: state, reason, how often it was tried, the provider and its own id of the mail, and when (UTC); problems
first, then by address. Of an edition that is being sent a line that moves meanwhile may come twice or not at all.
  accepted   the provider took it; that it arrived is another thing
  excluded   nothing was sent, for the reason given: nothing-new, unsubscribed, suppressed, too-late, cancelled, …
  failed     refused for good; edition retry tries exactly these again
  uncertain  nobody knows; look for its Message-ID in the mail server's or provider's log, then edition settle
  planned    waits for its hour, or for another try
  sending    is in a worker's hands at this moment
The times, and what came after (columns of --json and --csv; the table shows the latest of the three times that there is):
  sendAt     the hour at which it was to go
  triedAt    when it was last handed to a provider
  settledAt  when its outcome was known, or decided by an operator; firstAcceptedAt: when a provider first took it
  arrival    what the provider reported later of the mail's arrival, such as a bounce, and arrivalAt when; empty: nothing
  messageId  the Message-ID header of the mail, the same at every try
--json writes one array with an object on each line, so that it can be read whole or line by line.`;

/** `ledger`: who got what, and why not. */
export function addLedger(program: Command, output: Output): void {
  program
    .command('ledger')
    .description('who got an edition, who did not and why; or everything that became of one person')
    .option('--edition <edition>', 'an id such as daily-2026-11-23, or a day that has only one', parseEdition)
    .option('--subscriber <address or id>', 'one person, the newest edition first')
    .option('--state <states>', 'only these, e.g. failed,uncertain', parseStates)
    .addOption(new Option('--json', 'as JSON').conflicts('csv'))
    .addOption(new Option('--csv', 'as CSV').conflicts('json'))
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const { edition: meant, subscriber, state: states } = options;
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
        const totals = new Map<string, number>();
        for await (const line of ledger(ctx, { edition, subscriber, states })) {
          if (count === 0) output.out(format.head);
          output.out(format.line(line, count === 0));
          // A pipe that is slower than the database is waited for, so that nothing piles up.
          await output.drained?.();
          count += 1;
          totals.set(line.state, (totals.get(line.state) ?? 0) + 1);
        }
        output.out(count === 0 ? format.none : format.foot(totals));
      });
    });
}

/** The id of the edition that was meant. Throws for one that there is not, where an empty ledger would look like good news. */
async function existing(
  ctx: Parameters<typeof requireOneEdition>[0],
  meant: EditionArgument,
): Promise<string> {
  const id = await requireOneEdition(ctx, meant);
  if ((await readEditionArgument(ctx, meant)).length === 0) throw unknownEdition(id);
  return id;
}

interface Format {
  head: string;
  line(line: LedgerLine, first: boolean): string;
  foot(totals: ReadonlyMap<string, number>): string;
  none: string;
}

const JSON_ARRAY: Format = {
  head: '[\n',
  line: (line, first) => `${first ? '' : ',\n'}${JSON.stringify(line)}`,
  foot: () => '\n]\n',
  none: '[]\n',
};

const CSV: Format = { head: ledgerCsvHead(), line: ledgerCsv, foot: () => '', none: ledgerCsvHead() };

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
        line.state === 'uncertain' ? line.messageId : null,
        line.arrival,
        line.reason,
        line.provider && line.attempts > 0
          ? [line.provider, line.providerId].filter(Boolean).join(' ')
          : null,
      ]
        .filter(Boolean)
        .join('; '),
    ])}\n`,
  foot: describeTotals,
  none: 'Nobody.\n',
};

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
    .join('  ')
    .trimEnd();
}

function describeTotals(totals: ReadonlyMap<string, number>): string {
  const counted = LEDGER_STATES.filter((state) => totals.has(state));
  const lines = counted.reduce((sum, state) => sum + (totals.get(state) ?? 0), 0);
  const parts = counted.map((state) => `${totals.get(state)} ${state}`).join(', ');
  return `${lines} ${lines === 1 ? 'line' : 'lines'}: ${parts}\n`;
}

function parseStates(text: string): DeliveryState[] {
  return text.split(',').map((word) => {
    const state = DELIVERY_STATES.find((each) => each === word.trim());
    if (state === undefined)
      throw new InvalidArgumentError(`It must be one or more of ${DELIVERY_STATES.join(', ')}.`);
    return state;
  });
}

import { type Command, InvalidArgumentError, Option } from 'commander';
import { DELIVERY_STATES, type DeliveryState } from '../../delivery/pipeline/delivery.ts';
import { LEDGER_STATES, ledgerCsvHeader, readLedger, toLedgerCsv } from '../../delivery/status/ledger.ts';
import type { LedgerLine } from '../../delivery/status/ledger-queries.ts';
import { deliveryStateName } from '../../delivery/status/state-names.ts';
import { unknownEdition } from '../../editions/edition.ts';
import { PaperboyError } from '../../errors.ts';
import { pluralize } from '../../plural.ts';
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
Prints one line per delivery: state, reason, number of attempts, provider and its email id, and time (UTC);
problems first, then by address. While an edition is being sent, a delivery that changes state may appear
twice or not at all.
  accepted   the provider accepted it, which does not prove that it arrived
  skipped    not sent, for the given reason: nothing-new, unsubscribed, suppressed, too-late, cancelled, …
  failed     permanently rejected, or could not be composed; edition retry sends it again if still eligible
  uncertain  outcome unknown; look up its Message-ID in the provider's log, then edition settle
  scheduled  due later, or waiting for a retry
  sending    being sent right now
Further columns of --json and --csv (the table shows the latest of the first three times):
  sendAt     scheduled time
  triedAt    time of the last attempt
  settledAt  when the outcome was recorded or decided by an operator; firstAcceptedAt: when first accepted
  arrival    latest report from the provider, for example a bounce, with its time in arrivalAt; may be empty
  messageId  Message-ID header, the same for every attempt
--json and --csv print the stored names planned (scheduled) and excluded (skipped). --state accepts both.
--json prints an array with one object per line, so it can be read as a whole or line by line.`;

/** `ledger`: the state and reason of every delivery of an edition or subscriber. */
export function addLedger(program: Command, output: Output): void {
  program
    .command('ledger')
    .description('list the deliveries of an edition or a subscriber, with state and reason')
    .option(
      '--edition <edition>',
      'edition id (daily-2026-11-23), or a day with a single edition',
      parseEdition,
    )
    .option('--subscriber <address or id>', 'a single subscriber, newest edition first')
    .option('--state <states>', 'only these states, for example failed,uncertain', parseStates)
    .addOption(new Option('--json', 'print JSON').conflicts('csv'))
    .addOption(new Option('--csv', 'print CSV').conflicts('json'))
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const { edition: argument, subscriber, state: states } = options;
      if (argument === undefined && subscriber === undefined) {
        throw new PaperboyError({
          code: 'OPTION_MISSING',
          message: 'Missing option: --edition, --subscriber, or both.',
          remedy: 'For example: npm run paperboy -- ledger --edition today',
        });
      }
      await withInstallation({}, async (ctx) => {
        const edition = argument && (await requireEdition(ctx, argument));
        const format = options.json ? JSON_ARRAY : options.csv ? CSV : TABLE;
        let count = 0;
        const totals = new Map<string, number>();
        for await (const line of readLedger(ctx, { edition, subscriber, states })) {
          if (count === 0) output.out(format.head);
          output.out(format.line(line, count === 0));
          // Waits for a pipe that is slower than the database, so that memory stays bounded.
          await output.drained?.();
          count += 1;
          totals.set(line.state, (totals.get(line.state) ?? 0) + 1);
        }
        output.out(count === 0 ? format.none : format.foot(totals));
      });
    });
}

/**
 * Resolves the edition to its id. Throws for an unknown one, because an empty ledger would look like an
 * edition without deliveries.
 */
async function requireEdition(
  ctx: Parameters<typeof requireOneEdition>[0],
  argument: EditionArgument,
): Promise<string> {
  const id = await requireOneEdition(ctx, argument);
  if ((await readEditionArgument(ctx, argument)).length === 0) throw unknownEdition(id);
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

const CSV: Format = { head: ledgerCsvHeader(), line: toLedgerCsv, foot: () => '', none: ledgerCsvHeader() };

/** Column widths, fixed because lines are printed one by one. */
const WIDTHS = [20, 36, 32, 9, 8, 6, 16];

const HEADINGS = ['EDITION', 'SUBSCRIBER', 'ADDRESS', 'STATE', 'ATTEMPTS', 'PAPERS', 'TIME (UTC)'];

const TABLE: Format = {
  head: `${row([...HEADINGS, 'REASON, PROVIDER'])}\n`,
  line: (line) =>
    `${row([
      line.edition,
      line.subscriber,
      line.address ?? '(erased)',
      deliveryStateName(line.state),
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
  none: 'No deliveries.\n',
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
  const parts = counted.map((state) => `${totals.get(state)} ${deliveryStateName(state)}`).join(', ');
  return `${pluralize(lines, 'line', 'lines')}: ${parts}\n`;
}

/** Parses a comma-separated list of states, by the operator's name or the stored one. */
function parseStates(text: string): DeliveryState[] {
  return text.split(',').map((word) => {
    const name = word.trim();
    const state = DELIVERY_STATES.find((each) => each === name || deliveryStateName(each) === name);
    if (state !== undefined) return state;
    const names = DELIVERY_STATES.map(deliveryStateName).join(', ');
    throw new InvalidArgumentError(`Expected one or more of ${names}.`);
  });
}

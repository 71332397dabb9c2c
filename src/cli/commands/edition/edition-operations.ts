import { type Command, Option } from 'commander';
import { LATENESS } from '../../../../config/schedule.ts';
import { type CancelReport, cancelEdition } from '../../../delivery/operations/cancel-edition.ts';
import type { OperationReport } from '../../../delivery/operations/operation.ts';
import { type PauseReport, pauseEdition } from '../../../delivery/operations/pause-edition.ts';
import { resendDigest } from '../../../delivery/operations/resend-digest.ts';
import { type ResumeReport, resumeEdition } from '../../../delivery/operations/resume-edition.ts';
import { type RetryReport, retryFailed } from '../../../delivery/operations/retry-failed.ts';
import { type SettleReport, settleUncertain } from '../../../delivery/operations/settle-uncertain.ts';
import { startSending } from '../../../delivery/pipeline/send-due.ts';
import { describeCounts, sumCounts } from '../../../delivery/status/counts-by-reason.ts';
import { deliveryStateName } from '../../../delivery/status/state-names.ts';
import { PaperboyError } from '../../../errors.ts';
import { pluralize } from '../../../plural.ts';
import {
  describeDeliveries,
  type EditionArgument,
  parseEdition,
  requireOneEdition,
  withOperatorOptions,
} from '../../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../../terminal/output.ts';

interface Options {
  operator: string;
  json?: boolean;
  reason?: string;
  subscriber?: string;
  confirm: string;
  arrived?: boolean;
  sendAgain?: boolean;
  all?: boolean;
}

const EDITION = 'edition id (daily-2026-11-23), or a day with a single edition';
const SUBSCRIBER = 'a single subscriber, by address or id';

/** `edition pause|resume|cancel|retry|settle|resend`: operations on an edition while workers run. */
export function addEditionOperations(edition: Command, output: Output): void {
  const addOperation = (name: string, description: string, help: string) =>
    withOperatorOptions(
      edition.command(name).description(description).argument('<edition>', EDITION, parseEdition),
    ).addHelpText('after', help);
  const run = async <Report>(
    argument: EditionArgument,
    options: Options,
    act: (ctx: Parameters<Parameters<typeof withInstallation>[1]>[0], id: string) => Promise<Report>,
    text: (done: Report) => string,
  ) => {
    const done = await withInstallation({}, async (ctx) => act(ctx, await requireOneEdition(ctx, argument)));
    writeReport(output, options.json, done, () => text(done));
  };

  addOperation('pause', 'pause sending; deliveries stay scheduled', HELP.pause)
    .option('--reason <text>', 'reason, shown by `edition show`')
    .action((argument: EditionArgument, options: Options) =>
      run(argument, options, (ctx, id) => pauseEdition(ctx, { ...options, edition: id }), describePause),
    );
  addOperation('resume', 'resume a paused edition', HELP.resume).action(
    (argument: EditionArgument, options: Options) =>
      run(
        argument,
        options,
        async (ctx, id) => {
          const resumed = await resumeEdition(ctx, { ...options, edition: id });
          await startSending(ctx, resumed);
          return resumed;
        },
        describeResume,
      ),
  );
  addOperation('cancel', 'cancel an edition permanently; scheduled deliveries are skipped', HELP.cancel)
    .option('--reason <text>', 'reason, shown by `edition show`')
    .action((argument: EditionArgument, options: Options) =>
      run(argument, options, (ctx, id) => cancelEdition(ctx, { ...options, edition: id }), describeCancel),
    );
  addOperation('retry', 'retry the failed deliveries; others stay untouched', HELP.retry)
    .option('--subscriber <address or id>', SUBSCRIBER)
    .action((argument: EditionArgument, options: Options) =>
      run(
        argument,
        options,
        async (ctx, id) => {
          // --json keeps its key.
          const { ineligible, ...report } = await retryFailed(ctx, { ...options, edition: id });
          return { ...report, notMailable: ineligible };
        },
        describeRetry,
      ),
    );
  addSettle(addOperation, run);
  addOperation('resend', 'send the digest of one subscriber again', HELP.resend)
    .requiredOption('--subscriber <address or id>', 'the subscriber')
    .requiredOption('--confirm <address>', 'the address again, to confirm')
    .action((argument: EditionArgument, options: Options) =>
      run(
        argument,
        options,
        (ctx, id) => resendDigest(ctx, { ...options, subscriber: options.subscriber ?? '', edition: id }),
        (done) => `The delivery was ${deliveryStateName(done.was)} and will be sent again. ${whenSent(done)}`,
      ),
    );
}

type AddOperation = (name: string, description: string, help: string) => Command;
type Run = <Report>(
  argument: EditionArgument,
  options: Options,
  act: (ctx: Parameters<Parameters<typeof withInstallation>[1]>[0], id: string) => Promise<Report>,
  text: (done: Report) => string,
) => Promise<void>;

function addSettle(addOperation: AddOperation, run: Run): void {
  addOperation('settle', 'decide deliveries with an unknown outcome', HELP.settle)
    .addOption(new Option('--arrived', 'count them as accepted').conflicts('sendAgain'))
    .addOption(
      new Option('--send-again', 'send them again; some subscribers may receive the digest twice').conflicts(
        'arrived',
      ),
    )
    .addOption(new Option('--subscriber <address or id>', SUBSCRIBER).conflicts('all'))
    .addOption(new Option('--all', 'all uncertain deliveries').conflicts('subscriber'))
    .action((argument: EditionArgument, options: Options) => {
      if (!options.arrived && !options.sendAgain) throw missing('--arrived or --send-again');
      if (!options.all && options.subscriber === undefined)
        throw missing('--subscriber <address or id> or --all');
      const outcome = options.arrived ? ('arrived' as const) : ('send-again' as const);
      const { operator, subscriber } = options;
      return run(
        argument,
        options,
        (ctx, id) => settleUncertain(ctx, { edition: id, operator, subscriber, outcome }),
        describeSettle,
      );
    });
}

function missing(what: string): PaperboyError {
  return new PaperboyError({
    code: 'OPTION_MISSING',
    message: `Missing option: ${what}.`,
    remedy: 'See: npm run paperboy -- edition settle --help',
  });
}

const HELP = {
  pause: `
Batches already handed to the provider finish; no new ones start. All other deliveries stay scheduled.
Resume with: edition resume. Cancel the edition permanently with: edition cancel.`,
  resume: `
Due deliveries are sent with the next send slot. Deliveries more than ${LATENESS.daily.lateAfterHours} hours late
(${LATENESS.daily.expiresAfterHours} if a daily quota held them back; weekly digests ${LATENESS.weekly.lateAfterHours} and ${LATENESS.weekly.expiresAfterHours}) are skipped as "too-late".
The report says how many.`,
  cancel: `
This cannot be undone. Sent digests stay sent; scheduled deliveries are skipped as "cancelled", and their
papers are available to later editions. Batches already handed to the provider finish.
If unsure, use: edition pause.`,
  retry: `
Retries only deliveries that a provider permanently rejected or that could not be composed; the ledger lists
them with the reason. Rejected addresses and unsubscribed or suppressed subscribers stay failed.
Fix the cause first.`,
  settle: `
A delivery is uncertain when the connection or the worker failed after the email was handed over. Look up the
time and Message-ID from \`ledger --edition <edition> --state uncertain\` in the provider's log.
  Found there:        edition settle <edition> --arrived --all
  Not found there:    edition settle <edition> --send-again --all
  Single subscriber:  --subscriber <address> instead of --all
The edition stays open while deliveries are uncertain; nothing else waits for them.`,
  resend: `
Sends the same papers under the same Message-ID, so an email program that already has it shows it once.
Check \`ledger --subscriber\` first when a subscriber reports a missing digest.`,
};

/** States when the scheduled deliveries are sent. */
function whenSent({ edition, state }: OperationReport): string {
  return state === 'paused'
    ? `The edition is paused, so sending waits for: npm run paperboy -- edition resume ${edition}`
    : 'Sending starts with the next send slot, within a minute.';
}

/** Deliveries of batches that had started when the edition was paused or canceled. */
function describeInHand(inHand: number): string {
  return inHand > 0 ? ` ${describeDeliveries(inHand)} in batches that have started may still be sent.` : '';
}

function describePause({ edition, changed, waiting, inHand }: PauseReport): string {
  const scheduled = pluralize(waiting, 'delivery stays', 'deliveries stay');
  return (
    `${edition} ${changed ? 'is paused' : 'was already paused'}. ` +
    `${scheduled} scheduled.${describeInHand(inHand)}\n` +
    `Resume with: npm run paperboy -- edition resume ${edition}`
  );
}

function describeResume({ edition, changed, waiting, due, tooLate, refusing }: ResumeReport): string {
  const head = `${edition} ${changed ? 'is open again' : 'was already open'}.`;
  if (waiting === 0) return `${head} No delivery is scheduled.`;
  const later = waiting - due;
  const parts = [
    ...(due > 0
      ? [
          `${pluralize(due, 'delivery is', 'deliveries are')} due and handled in the next send slot, ` +
            'within a minute.',
        ]
      : []),
    ...(later > 0 ? [`${pluralize(later, 'delivery is', 'deliveries are')} scheduled for later.`] : []),
    ...(tooLate > 0 ? [`${tooLate} will be skipped as too-late.`] : []),
  ];
  const refused =
    refusing.length > 0
      ? `\nWARNING: ${refusing.join(' and ')} rejected our account on the last attempt, so nothing is ` +
        'sent through it for now. Only the next emails show whether that is resolved: ' +
        `npm run paperboy -- edition show ${edition}`
      : '';
  return `${head} ${parts.join(' ')}${refused}`;
}

function describeRetry(
  done: Omit<RetryReport, 'ineligible'> & { notMailable: RetryReport['ineligible'] },
): string {
  const { notMailable: ineligible } = done;
  const blocked = sumCounts(ineligible);
  const rest = blocked > 0 ? `; ${blocked} cannot be retried (${describeCounts(ineligible)})` : '';
  return `${describeDeliveries(done.planned)} will be retried${rest}. ${whenSent(done)}`;
}

function describeCancel(done: CancelReport): string {
  if (!done.changed) return `${done.edition} was already canceled.`;
  const settle = `npm run paperboy -- edition settle ${done.edition} --arrived --all`;
  const unknown =
    done.uncertain > 0
      ? `\n${pluralize(done.uncertain, 'delivery is', 'deliveries are')} uncertain: ${settle}`
      : '';
  return (
    `${done.edition} is canceled. ${describeDeliveries(done.excluded)} skipped, ` +
    `${done.accepted} already accepted.${describeInHand(done.inHand)}${unknown}`
  );
}

function describeSettle(done: SettleReport): string {
  if (done.outcome === 'send-again')
    return `${describeDeliveries(done.settled)} will be sent again. ${whenSent(done)}`;
  const state = done.state === 'finished' ? ' The edition is finished.' : '';
  return `${pluralize(done.settled, 'delivery now counts', 'deliveries now count')} as accepted.${state}`;
}

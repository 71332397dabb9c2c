import { type Command, Option } from 'commander';
import { EDITION as MOMENTS } from '../../../../config/schedule.ts';
import { type CancelReport, cancel } from '../../../delivery/operations/cancel.ts';
import type { OperationReport } from '../../../delivery/operations/operation.ts';
import { type PauseReport, pause } from '../../../delivery/operations/pause.ts';
import { type ResumeReport, resume } from '../../../delivery/operations/resume.ts';
import { type RetryReport, retry } from '../../../delivery/operations/retry.ts';
import { resend } from '../../../delivery/operations/send-again.ts';
import { type SettleReport, settleUncertain } from '../../../delivery/operations/settle-uncertain.ts';
import { reasonsOf, sumOf } from '../../../delivery/status/counts-by-reason.ts';
import { PaperboyError } from '../../../errors.ts';
import {
  deliveries,
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

const EDITION = 'its id, such as daily-2026-11-23, or a day that has only one';
const PERSON = 'only this person, by address or id';

/** `edition pause|resume|cancel|retry|settle|resend`: what an operator may do to an edition while workers run. */
export function addEditionOperations(edition: Command, output: Output): void {
  const verb = (name: string, description: string, then: string) =>
    withOperatorOptions(
      edition.command(name).description(description).argument('<edition>', EDITION, parseEdition),
    ).addHelpText('after', `\n${then}`);
  const run = async <Report>(
    meant: EditionArgument,
    options: Options,
    act: (ctx: Parameters<Parameters<typeof withInstallation>[1]>[0], id: string) => Promise<Report>,
    text: (done: Report) => string,
  ) => {
    const done = await withInstallation({}, async (ctx) => act(ctx, await requireOneEdition(ctx, meant)));
    writeReport(output, options.json, done, () => text(done));
  };

  verb('pause', 'stop sending an edition for now; nobody is lost', AFTER.pause)
    .option('--reason <text>', 'why; `edition show` says it')
    .action((meant: EditionArgument, options: Options) =>
      run(meant, options, (ctx, id) => pause(ctx, { ...options, edition: id }), describePause),
    );
  verb('resume', 'go on with a paused edition', AFTER.resume).action(
    (meant: EditionArgument, options: Options) =>
      run(meant, options, (ctx, id) => resume(ctx, { ...options, edition: id }), describeResume),
  );
  verb('cancel', 'end an edition for good: who waits gets nothing of it', AFTER.cancel)
    .option('--reason <text>', 'why; `edition show` says it')
    .action((meant: EditionArgument, options: Options) =>
      run(meant, options, (ctx, id) => cancel(ctx, { ...options, edition: id }), describeCancel),
    );
  verb('retry', 'try exactly the failed deliveries again, and nobody else', AFTER.retry)
    .option('--subscriber <address or id>', PERSON)
    .action((meant: EditionArgument, options: Options) =>
      run(meant, options, (ctx, id) => retry(ctx, { ...options, edition: id }), describeRetry),
    );
  addSettle(verb, run);
  verb('resend', "send one person's mail of an edition once more", AFTER.resend)
    .requiredOption('--subscriber <address or id>', 'the person')
    .requiredOption('--confirm <address>', 'their address, typed again')
    .action((meant: EditionArgument, options: Options) =>
      run(
        meant,
        options,
        (ctx, id) => resend(ctx, { ...options, subscriber: options.subscriber ?? '', edition: id }),
        (done) => `One delivery that was ${done.was} will be sent once more. ${whatNext(done, 1)}`,
      ),
    );
}

type AddVerb = (name: string, description: string, then: string) => Command;
type Run = <Report>(
  meant: EditionArgument,
  options: Options,
  act: (ctx: Parameters<Parameters<typeof withInstallation>[1]>[0], id: string) => Promise<Report>,
  text: (done: Report) => string,
) => Promise<void>;

function addSettle(verb: AddVerb, run: Run): void {
  verb('settle', 'say what became of deliveries whose outcome nobody knows', AFTER.settle)
    .addOption(new Option('--arrived', 'they were taken: count them as accepted').conflicts('sendAgain'))
    .addOption(
      new Option('--send-again', 'send them again, although some may get it twice').conflicts('arrived'),
    )
    .addOption(new Option('--subscriber <address or id>', PERSON).conflicts('all'))
    .addOption(new Option('--all', 'everybody whose delivery is uncertain').conflicts('subscriber'))
    .action((meant: EditionArgument, options: Options) => {
      if (!options.arrived && !options.sendAgain) throw missing('--arrived or --send-again');
      if (!options.all && options.subscriber === undefined)
        throw missing('--subscriber <address or id> or --all');
      const outcome = options.arrived ? ('arrived' as const) : ('send-again' as const);
      const { operator, subscriber } = options;
      return run(
        meant,
        options,
        (ctx, id) => settleUncertain(ctx, { edition: id, operator, subscriber, outcome }),
        describeSettle,
      );
    });
}

function missing(what: string): PaperboyError {
  return new PaperboyError({
    code: 'OPTION_MISSING',
    message: `It must be said: ${what}.`,
    remedy: '`edition settle --help` explains both.',
  });
}

const AFTER = {
  pause: `A batch that is being handed to the provider at this moment is let finish; no further one starts.
Everybody who waits keeps their place. Go on with: edition resume. End it for good with: edition cancel.`,
  resume: `Whoever waits is sent their mail with the next send slot. Who has waited more than ${MOMENTS.lateAfterHours} hours
(${MOMENTS.expiresAfterHours} where a provider's daily limit held it back) gets none any more and is excluded as "too-late"; the report says how
many that are.`,
  cancel: `This cannot be undone. Who has the mail keeps it; who waits is excluded as "cancelled", and their papers may
come in a later edition. A batch that is being handed to the provider is let finish. If you are not sure: edition pause.`,
  retry: `Only deliveries that a provider refused for good, or whose mail could not be made, are tried: \`ledger --edition\`
says who and why. Whose address was refused, who left or was suppressed may not be mailed: these stay failed. Mend the cause first, or they fail again.`,
  settle: `A delivery is uncertain when the connection broke, or a worker died, after the mail was handed over: it may
have arrived or not. Look into the provider's own log for the time and Message-ID that \`ledger --edition <edition> --state uncertain\` shows.
  Found there:      edition settle <edition> --arrived --all
  Not found there:  edition settle <edition> --send-again --all
  One person alone: --subscriber <address> instead of --all
While any is uncertain the edition stays open; nothing else waits for it.`,
  resend: `The same papers under the same Message-ID: a mail program that has the mail already shows one. For somebody who
says that nothing came, look at \`ledger --subscriber\` first.`,
};

/** When what was planned goes out. */
function whatNext({ edition, state }: OperationReport, count: number): string {
  const they = count === 1 ? 'It goes' : 'They go';
  return state === 'paused'
    ? `${they} out when the edition is resumed, because it is paused: npm run paperboy -- edition resume ${edition}`
    : `${they} out with the next send slot, ${SLOT}.`;
}

const SLOT = 'within a minute';

function describePause({ edition, changed, waiting, inHand }: PauseReport): string {
  const begun = inHand > 0 ? ` ${deliveries(inHand)} in batches that have begun may still go out.` : '';
  return (
    `${edition} ${changed ? 'is paused' : 'was paused already'}. ${deliveries(waiting)} ${waiting === 1 ? 'waits' : 'wait'}.${begun}\n` +
    `Go on with: npm run paperboy -- edition resume ${edition}`
  );
}

function describeResume({ edition, changed, waiting, due, tooLate, refusing }: ResumeReport): string {
  const head = `${edition} ${changed ? 'goes on' : 'was open already'}.`;
  const refused =
    waiting > 0 && refusing.length > 0
      ? `\nBUT ${refusing.join(' and ')} refused our account when last asked; while that is so, nothing goes out that way. Only the next mails show whether it is mended: npm run paperboy -- edition show ${edition}`
      : '';
  if (waiting === 0) return `${head} Nobody waits.`;
  const parts = [
    ...(due > 0
      ? [`${deliveries(due)} ${due === 1 ? 'is' : 'are'} due and looked at with the next send slot, ${SLOT}.`]
      : []),
    ...(waiting > due
      ? [`${deliveries(waiting - due)} not yet due ${waiting - due === 1 ? 'waits' : 'wait'} for the hour.`]
      : []),
    ...(tooLate > 0 ? [`${tooLate} waited too long and will be excluded as too-late.`] : []),
  ];
  return `${head} ${parts.join(' ')}${refused}`;
}

function describeRetry(done: RetryReport): string {
  const lost = sumOf(done.notMailable);
  const rest =
    lost > 0
      ? `; ${lost} may not be mailed (${reasonsOf(done.notMailable)}) and ${lost === 1 ? 'stays' : 'stay'} failed`
      : '';
  return `${deliveries(done.planned)} will be tried again${rest}. ${whatNext(done, done.planned)}`;
}

function describeCancel(done: CancelReport): string {
  if (!done.changed) return `${done.edition} was cancelled already.`;
  const begun =
    done.inHand > 0 ? ` ${deliveries(done.inHand)} in batches that have begun may still go out.` : '';
  const unknown =
    done.uncertain > 0
      ? `\n${deliveries(done.uncertain)} ${done.uncertain === 1 ? 'is' : 'are'} uncertain: npm run paperboy -- edition settle ${done.edition} --arrived --all`
      : '';
  return `${done.edition} is cancelled. ${done.excluded} who waited ${done.excluded === 1 ? 'gets' : 'get'} nothing; ${done.accepted} ${done.accepted === 1 ? 'has' : 'have'} it.${begun}${unknown}`;
}

function describeSettle(done: SettleReport): string {
  if (done.outcome === 'send-again') {
    return `${deliveries(done.settled)} will be sent again. ${whatNext(done, done.settled)}`;
  }
  const state = done.state === 'finished' ? ' Nothing is left to do: the edition is finished.' : '';
  return `${deliveries(done.settled)} now ${done.settled === 1 ? 'counts' : 'count'} as accepted.${state}`;
}

import { createInterface } from 'node:readline/promises';
import { Argument, type Command } from 'commander';
import { newestOpenDay } from '../../editions/edition.ts';
import { checkPreconditions } from '../../rerun/check-preconditions.ts';
import { dryRun } from '../../rerun/dry-run.ts';
import { type DryRunReport, describeDryRun } from '../../rerun/dry-run-report.ts';
import { rerun } from '../../rerun/rerun.ts';
import { readRerunOutcome } from '../../rerun/rerun-outcome.ts';
import { RERUNS, type Rerun, type RerunKind, readReruns } from '../../runs/rerun-queries.ts';
import type { Installation } from '../../wiring.ts';
import { parseDay } from '../terminal/arguments.ts';
import { parseEdition, withOperatorOptions } from '../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

interface Options {
  date?: string;
  source?: string;
  edition?: { day: string; id: string | null };
  ask?: boolean;
  yes?: boolean;
  operator: string;
  json?: boolean;
}

const HELP = `
Steps:
  ingest   fetch papers and signals of a day from one source (--source)
  observe  read attention again for the lists up to that day
  rank     create a new pool revision, used only by deliveries that are not composed yet
  plan     schedule missing deliveries
  deliver  retry failed deliveries and send what is due; no subscriber receives a digest twice
  day      all steps
Without a step: list the last re-runs, each with its dry run and its outcome.

Shows the dry run first, and continues only with --yes or when you confirm. The re-run is an ordinary job,
processed by \`npm start\`; repeating the command while it is running returns the same job.`;

/** `rerun`: re-runs a step of a day, after showing its dry run. */
export function addRerun(program: Command, output: Output): void {
  withOperatorOptions(
    program
      .command('rerun')
      .description('re-run a step of a day: shows a dry run first, then runs it when you confirm')
      .addArgument(new Argument('[step]', 'step to re-run').choices(RERUNS)),
  )
    .option('--date <day>', 'YYYY-MM-DD, today or yesterday (default: the newest open edition day)', parseDay)
    .option('--source <name>', 'source for ingest')
    .option('--edition <edition>', 'a single edition, for deliver', parseEdition)
    .option('--ask', 'query the sources in the dry run; stores nothing')
    .option('--yes', 'run without asking for confirmation')
    .addHelpText('after', HELP)
    .action(async (step: RerunKind | undefined, options: Options) => {
      if (step === undefined) return list(output, options);
      await withInstallation({}, (ctx) => runRerun(ctx, output, step, options));
    });
}

async function runRerun(ctx: Installation, output: Output, what: RerunKind, options: Options): Promise<void> {
  const { operator, json } = options;
  const day = options.date ?? options.edition?.day ?? newestOpenDay(ctx.clock.now());
  const edition = options.edition?.id ?? null;
  const subject = { what, day, source: options.source ?? null, edition };
  await checkPreconditions(ctx, subject);
  const preview = await dryRun(ctx, { ...subject, ask: options.ask === true });
  const sentences = describeDryRun(preview);
  if (!json) output.out(`${sentences.join('\n')}\n`);
  if (!options.yes && !(await confirmed(output, json === true))) {
    if (json) writeReport(output, json, { ...subject, dryRun: preview, sentences, done: null }, () => '');
    else output.err('Nothing was changed. To run it, pass --yes.\n');
    return;
  }
  const done = await rerun(ctx, { ...subject, operator, dryRun: preview });
  writeReport(output, json, { ...subject, dryRun: preview, sentences, done }, () =>
    done.created
      ? `Enqueued as job ${done.job}. See the outcome with: npm run paperboy -- rerun --date ${day}`
      : `This re-run is already running as job ${done.job}.`,
  );
}

/** Asks for confirmation; only possible on a terminal. */
async function confirmed(output: Output, json: boolean): Promise<boolean> {
  if (json || !process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question('Run it? (yes/no) ');
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
    await output.drained?.();
  }
}

const LISTED = 10;

async function list(output: Output, options: Options): Promise<void> {
  const reruns = await withInstallation({}, async (ctx) => {
    const filter = options.date === undefined ? {} : { day: options.date };
    const known = await readReruns(ctx.db, { ...filter, limit: LISTED });
    return Promise.all(known.map(async (each) => ({ ...each, outcome: await readRerunOutcome(ctx, each) })));
  });
  writeReport(output, options.json, reruns, () =>
    reruns.length === 0 ? 'No re-runs.' : reruns.map(describe).join('\n\n'),
  );
}

function describe(each: Rerun & { outcome: Awaited<ReturnType<typeof readRerunOutcome>> }): string {
  const subject = [each.what, each.source, each.edition ?? each.day].filter(Boolean).join(' ');
  const request = `re-run ${each.id}, ${each.operator}, ${each.requestedAt.toISOString()}`;
  return [
    `${subject}: ${each.outcome.state} (${request})`,
    '  Dry run:',
    ...describeDryRun(each.dryRun as DryRunReport).map((sentence) => `    ${sentence}`),
    '  Outcome:',
    ...each.outcome.sentences.map((sentence) => `    ${sentence}`),
  ].join('\n');
}

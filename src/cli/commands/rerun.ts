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
What can be run again:
  ingest   papers and signals of a day from one source (--source)
  observe  attention of the lists up to that day
  rank     a new pool revision; only deliveries that are not composed yet use it
  plan     deliveries for whoever is missing
  deliver  exactly the failures, and what is due; nobody who has it gets it twice
  day      all of it
Without any: the last re-runs, what was foreseen of each beside what it did.

It first says what it would do, measured now, and does it only with --yes or when you agree. It then is an ordinary job of the
queue, done by the processes of \`npm start\`; asking twice while it is under way gives one job.`;

/** `rerun`: one step of a day once more, first foreseen, then done. */
export function addRerun(program: Command, output: Output): void {
  withOperatorOptions(
    program
      .command('rerun')
      .description('run a step of a day again: says what it would do, and does it when you agree')
      .addArgument(new Argument('[what]', 'what shall run again').choices(RERUNS)),
  )
    .option(
      '--date <day>',
      'YYYY-MM-DD, today, yesterday (default: the newest edition day that has opened)',
      parseDay,
    )
    .option('--source <name>', 'the source of an ingest')
    .option('--edition <edition>', 'one edition alone, for deliver', parseEdition)
    .option('--ask', 'ask sources now, so that what they would bring is known; writes nothing')
    .option('--yes', 'do it without asking')
    .addHelpText('after', HELP)
    .action(async (what: RerunKind | undefined, options: Options) => {
      if (what === undefined) return list(output, options);
      await withInstallation({}, (ctx) => runAgain(ctx, output, what, options));
    });
}

async function runAgain(ctx: Installation, output: Output, what: RerunKind, options: Options): Promise<void> {
  const { operator, json } = options;
  const day = options.date ?? options.edition?.day ?? newestOpenDay(ctx.clock.now());
  const edition = options.edition?.id ?? null;
  const subject = { what, day, source: options.source ?? null, edition };
  await checkPreconditions(ctx, subject);
  const foreseen = await dryRun(ctx, { ...subject, ask: options.ask === true });
  const sentences = describeDryRun(foreseen);
  if (!json) output.out(`${sentences.join('\n')}\n`);
  if (!options.yes && !(await agreed(output, json === true))) {
    if (json) writeReport(output, json, { ...subject, foreseen, sentences, done: null }, () => '');
    else output.err('Nothing was done. Do it with --yes.\n');
    return;
  }
  const done = await rerun(ctx, { ...subject, operator, dryRun: foreseen });
  writeReport(output, json, { ...subject, foreseen, sentences, done }, () =>
    done.created
      ? `Asked for: job ${done.job}. How it went: npm run paperboy -- rerun --date ${day}`
      : `The same is under way already: job ${done.job}.`,
  );
}

/** Only a person at a terminal can be asked. */
async function agreed(output: Output, json: boolean): Promise<boolean> {
  if (json || !process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question('Do it? (yes/no) ');
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
    await output.drained?.();
  }
}

const LISTED = 10;

async function list(output: Output, options: Options): Promise<void> {
  const reruns = await withInstallation({}, async (ctx) => {
    const which = options.date === undefined ? {} : { day: options.date };
    const known = await readReruns(ctx.db, { ...which, limit: LISTED });
    return Promise.all(known.map(async (each) => ({ ...each, outcome: await readRerunOutcome(ctx, each) })));
  });
  writeReport(output, options.json, reruns, () =>
    reruns.length === 0 ? 'Nothing was run again.' : reruns.map(describe).join('\n\n'),
  );
}

function describe(each: Rerun & { outcome: Awaited<ReturnType<typeof readRerunOutcome>> }): string {
  const subject = [each.what, each.source, each.edition ?? each.day].filter(Boolean).join(' ');
  return [
    `${subject}: ${each.outcome.state} (re-run ${each.id}, ${each.operator}, ${each.requestedAt.toISOString()})`,
    '  Foreseen:',
    ...describeDryRun(each.dryRun as DryRunReport).map((sentence) => `    ${sentence}`),
    '  Done:',
    ...each.outcome.sentences.map((sentence) => `    ${sentence}`),
  ].join('\n');
}

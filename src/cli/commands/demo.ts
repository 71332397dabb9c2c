import { join } from 'node:path';
import type { Command } from 'commander';
import { type Env, readEnv } from '../../../config/env.ts';
import type { Handlers } from '../../../workers/job-handler.ts';
import { JOB_HANDLERS, startWorkers } from '../../../workers/main.ts';
import { findAccount } from '../../accounts/account-queries.ts';
import { addOperator } from '../../accounts/add-operator.ts';
import { changePassword } from '../../accounts/change-operator.ts';
import { generatePassword } from '../../accounts/password.ts';
import { sumTotals } from '../../delivery/status/totals.ts';
import { readTotals } from '../../delivery/status/totals-queries.ts';
import { PaperboyError, reasonOf } from '../../errors.ts';
import { createLog } from '../../log.ts';
import { describeSourceFailure } from '../../papers/ingest/source-state.ts';
import { pluralize } from '../../plural.ts';
import type { Clock, PaperSource } from '../../ports.ts';
import { dailyRun } from '../../queue/flows.ts';
import { readAllSubscribers } from '../../subscribers/csv/export-queries.ts';
import { addSubscriber } from '../../subscribers/csv/import-subscribers.ts';
import { preferenceSchema } from '../../subscribers/preferences/preference.ts';
import { serveWeb } from '../../web/http/server.ts';
import { type Installation, install, SYSTEM_CLOCK } from '../../wiring.ts';
import type { Output } from '../terminal/output.ts';
import { untilSignal } from '../terminal/signals.ts';
import { describeStep } from './demo-steps.ts';

const SUBSCRIBER = 'reader@example.com';
const OPERATOR = 'demo';
const TOPICS = [
  'agents-tool-use',
  'reasoning',
  'efficiency-systems',
  'evaluation-benchmarks',
  'vision-language',
  'image-generation',
  'post-training-alignment',
  'long-context-memory',
  'robotics-embodied',
  'safety-security',
];
/** Time of the demo: shortly after its subscriber's send hour, 07:00 UTC. */
const MORNING = 'T08:00:00Z';
/** Time at which the subscriber joins, before that hour. */
const DAWN = 'T05:00:00Z';

/** `demo`: one daily run on the embedded database, for a sample subscriber. */
export function addDemo(program: Command, output: Output): void {
  program
    .command('demo')
    .description('run one day for a sample subscriber into the outbox, then serve the pages')
    .option('--once', 'exit after writing the outbox')
    .action(async (options: { once?: boolean }) => {
      const env = demoEnv(readEnv());
      // The demo prints its own report; the log is limited to errors.
      const log = createLog('error');
      const clock = movableClock();
      const ctx = await install(env, { log, clock, sourceTries: 1 });
      try {
        await rejectRealSubscribers(ctx);
        await runOnce(ctx, clock, output);
        if (options.once) return;
        // Workers keep running, so that emails of sign-ups on the pages reach the outbox too.
        const workers = await startWorkers(ctx);
        const web = await serveWeb(ctx);
        output.out(
          `\nDigest:     ${web.url}/outbox\nPapers:     ${web.url}/\n` +
            `Dashboard:  ${web.url}/operator, name ${OPERATOR}, ` +
            `password ${await resetOperator(ctx)} (until the next demo).\n` +
            'Stop with Ctrl-C.\n',
        );
        await untilSignal(() => output.out('Stopping.\n'));
        await Promise.all([workers.drain(), web.close()]);
      } finally {
        await ctx.close();
      }
    });
}

/** Sets a new password for the demo's operator, which ends the sessions of earlier runs. */
async function resetOperator(ctx: Installation): Promise<string> {
  const password = generatePassword();
  const account = { name: OPERATOR, password, by: 'demo' };
  if (await findAccount(ctx.db, OPERATOR)) await changePassword(ctx, account);
  else await addOperator(ctx, { ...account, role: 'operator' });
  return password;
}

/** The demo's clock and outbox must not touch an edition of real subscribers. */
async function rejectRealSubscribers(ctx: Installation): Promise<void> {
  let others = 0;
  for await (const { subscriber } of readAllSubscribers(ctx.db))
    if (subscriber.address !== SUBSCRIBER) others += 1;
  if (others === 0 && ctx.database.kind === 'embedded') return;
  throw new PaperboyError({
    code: 'DEMO_NOT_HERE',
    message:
      others > 0
        ? `The data directory ${ctx.env.DATA_DIR} contains ` +
          `${pluralize(others, 'other subscriber', 'other subscribers')}.`
        : `Paperboy is already running on the data directory ${ctx.env.DATA_DIR}.`,
    remedy: 'Use a separate directory: DATA_DIR=/tmp/paperboy-demo npm run demo',
  });
}

/** Overrides the configuration: a demo sends no email and touches no server's rows. */
function demoEnv(env: Env): Env {
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...rest } = env;
  return Object.freeze<Env>({ ...rest, MAILER: [{ name: 'outbox', weight: 1 }], NODE_ENV: 'development' });
}

/** A running clock with an adjustable start: a list of last Friday makes Friday's edition. */
function movableClock(): Clock & { startAt(moment: Date): void } {
  let shift = 0;
  return {
    startAt(moment) {
      shift = moment.getTime() - SYSTEM_CLOCK.now().getTime();
    },
    now: () => new Date(SYSTEM_CLOCK.now().getTime() + shift),
    sleep: SYSTEM_CLOCK.sleep,
  };
}

async function runOnce(
  ctx: Installation,
  clock: { startAt(moment: Date): void },
  output: Output,
): Promise<void> {
  const began = performance.now();
  const { source, day } = await findNewestDay(ctx, output);
  // Joins before the send hour: planning adds no send time that had passed before.
  clock.startAt(new Date(`${day}${DAWN}`));
  const added = await addSubscriber(ctx, {
    address: SUBSCRIBER,
    consentAt: ctx.clock.now(),
    consentSource: 'demo',
    preference: preferenceSchema.parse({
      interests: TOPICS.map((value) => ({ kind: 'topic', mode: 'follow', value })),
      size: 10,
      skipQuietDays: false,
    }),
  });
  output.out(
    `Subscriber ${SUBSCRIBER} follows ${TOPICS.length} topics` +
      `${added === 'added' ? '' : ' (from an earlier run)'}\n`,
  );
  clock.startAt(new Date(`${day}${MORNING}`));
  await runDay(ctx, source.name, day, output);
  const totals = sumTotals(await readTotals(ctx.db, day));
  const skipped = Object.values(totals.excluded).reduce((sum, count) => sum + count, 0);
  output.out(
    `Totals     audience ${totals.audience} = ${totals.accepted} accepted + ${skipped} skipped + ` +
      `${totals.failed} failed + ${totals.uncertain} uncertain + ${totals.planned} scheduled\n`,
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  output.out(
    `\nDone in ${seconds} s. The digest is in ${join(ctx.env.DATA_DIR, 'outbox')}\n` +
      `Status: npm run paperboy -- edition show ${day}\n`,
  );
}

/** Finds the newest list: of the first live source that has one, else of the bundled sample. */
async function findNewestDay(
  ctx: Installation,
  output: Output,
): Promise<{ source: PaperSource; day: string }> {
  for (const source of ctx.sources) {
    try {
      const newest = await source.fetchDay('newest');
      if (newest.papers.length === 0) throw new Error('it has no papers');
      output.out(`Source     ${source.label}: the newest list is of ${newest.day}\n`);
      return { source, day: newest.day };
    } catch (error) {
      const reason = describeSourceFailure(source.label, reasonOf(error));
      output.out(`           ${source.label} is unavailable: ${reason}\n`);
    }
  }
  throw new PaperboyError({
    code: 'SAMPLE_MISSING',
    message: 'The bundled sample cannot be read.',
    remedy: 'Restore src/papers/sources/sample-papers.json from the release.',
  });
}

/** Runs a day as in production: one BullMQ flow, processed by the real workers. */
async function runDay(ctx: Installation, source: string, day: string, output: Output): Promise<void> {
  const run = dailyRun([source], day, Date.now().toString(36));
  let finish: () => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const finished = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  const workers = await startWorkers(ctx, reporting(output, finish, fail));
  try {
    await ctx.queue.enqueue(run);
    await finished;
  } finally {
    await workers.drain();
  }
}

function reporting(output: Output, done: () => void, failed: (error: unknown) => void): Handlers {
  const wrapped = Object.entries(JOB_HANDLERS).map(([name, handler]) => [
    name,
    async (...parameters: Parameters<Handlers['plan']>) => {
      const began = performance.now();
      try {
        const result = await (handler as Handlers['plan'])(...parameters);
        output.out(`${describeStep(name, result)} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
        if (name === 'deliver') done();
        return result;
      } catch (error) {
        failed(error);
        throw error;
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Handlers;
}

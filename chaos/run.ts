import { freePort } from '../bench/port.ts';
import { connectDatabase } from '../src/db/connect.ts';
import { createLog } from '../src/log.ts';
import { RESEND_SECRET } from '../test/support/webhooks.ts';
import {
  type Row,
  readEditions,
  readRows,
  readStarts,
  readSubscribers,
  setSendHour,
} from './audit-queries.ts';
import { fastClock, type Pace, realTimeOf } from './clock.ts';
import { type Cluster, DAY } from './cluster.ts';
import { DISRUPTIONS, type DisruptionName } from './disruptions.ts';
import { keepEvidence } from './keep-evidence.ts';
import { readRepeatedPapers } from './previous-edition-queries.ts';
import { startProcesses } from './processes.ts';
import { type Provider, resendProvider, smtpProvider, twoProviders } from './provider.ts';
import { seededRandom } from './random.ts';
import { reportAll } from './reports.ts';
import { pause, type RunContext, type RunOptions, retryUntilSuccess } from './run-context.ts';
import { resumePausedEditions, settleAsOperator, settledShare, waitUntilSettled } from './run-operator.ts';
import type { Scenario } from './scenarios.ts';
import { checkRun, type Verdict } from './verdict.ts';

export interface RunReport extends Verdict {
  scenario: string;
  disruptions: { injected: number; of: number };
  /** Number of processes that ended without being killed, and were restarted. */
  crashes: number;
  seconds: number;
  /** Folder with the evidence; null when all checks passed. */
  evidence: string | null;
}

/** Share of settled deliveries before which the last disruption is injected. */
const LAST_DISRUPTION = 0.95;
const CALL_MS = 4_000;
/**
 * Time that the system keeps running after the last email, in the run's time: abandoned leases may still
 * return.
 */
const AFTER_MS = 6 * 60_000;

/**
 * Runs one scenario from an empty installation until all recipients are accounted for, and checks the record.
 * Ends early when `stop` aborts.
 */
export async function runScenario(
  cluster: Cluster,
  scenario: Scenario,
  options: RunOptions,
  stop: AbortSignal,
): Promise<RunReport> {
  const began = Date.now();
  const { run, close } = await open(cluster, scenario, options);
  const timeUp = AbortSignal.timeout(options.limitMs);
  const over = AbortSignal.any([stop, timeUp]);
  try {
    const { verdict, injected } = await driveScenario(run, scenario, options, over);
    if (timeUp.aborted)
      verdict.broken.unshift(
        `time limit of ${options.limitMs / 1_000} s exceeded, which may explain the failures below`,
      );
    return {
      scenario: scenario.name,
      ...verdict,
      disruptions: { injected, of: expandCounts(scenario.disruptions).length },
      crashes: run.processes.crashes().length,
      seconds: Math.round((Date.now() - began) / 1_000),
      evidence: verdict.broken.length > 0 ? await keepEvidence(run, scenario, options, verdict) : null,
    };
  } finally {
    await close();
  }
}

async function driveScenario(
  run: RunContext,
  scenario: Scenario,
  options: RunOptions,
  over: AbortSignal,
): Promise<{ verdict: Verdict; injected: number }> {
  const settled = new AbortController();
  const done = new AbortController();
  const operating = resumePausedEditions(run, AbortSignal.any([over, done.signal]));
  const injecting = injectDisruptions(run, scenario.disruptions, AbortSignal.any([over, settled.signal]));
  const reporting = scenario.web
    ? reportAll(run, AbortSignal.any([over, settled.signal]))
    : Promise.resolve();
  // A failure here ends the run when it is awaited, and does not crash the process before that.
  for (const each of [operating, injecting, reporting]) each.catch(() => settled.abort());
  await waitUntilSettled(run, AbortSignal.any([over, settled.signal]));
  settled.abort();
  const injected = await injecting;
  await reporting;
  await pause(AFTER_MS / options.factor);
  const beforeOperator = await retryUntilSuccess(() => readRows(run.db));
  await settleAsOperator(run, over);
  done.abort();
  await operating;
  return { verdict: await readVerdict(run, scenario, beforeOperator), injected };
}

/**
 * Opens an empty installation with its subscribers, provider and processes, and returns a function that
 * closes it.
 */
async function open(
  cluster: Cluster,
  scenario: Scenario,
  { seed, factor, workers, batchSize }: RunOptions,
): Promise<{ run: RunContext; close(): Promise<void> }> {
  const random = seededRandom(seed);
  const origin = Date.parse(`${DAY}T${scenario.startsAt ?? '04:57'}:00Z`);
  const pace: Pace = { since: Date.now(), origin, factor };
  const clock = fastClock(pace);
  const provider = await openProvider(scenario, cluster, {
    random,
    now: () => clock.now(),
    realTime: (at) => realTimeOf(pace, at),
  });
  const { variables, direct } = await cluster.newInstallation();
  const port = await freePort();
  const address = { DATABASE_URL: direct, DATA_DIR: cluster.directory };
  const database = await connectDatabase(address, () => undefined);
  const { db } = database;
  if (scenario.sendHour !== undefined) await setSendHour(db, scenario.sendHour);
  const subscribers = random.shuffled(await readSubscribers(db));
  const processes = startProcesses({
    workers,
    web: scenario.web === true,
    variables: {
      ...variables,
      ...provider.variables,
      PORT: String(port),
      RESEND_WEBHOOK_SECRET: RESEND_SECRET,
    },
    settings: { pace, providerCallMs: CALL_MS, batchSize },
    random,
  });
  const record = {
    optOuts: [],
    closedPeriods: [],
    canceled: new Set<string>(),
    reported: new Map(),
    subscribers,
  };
  return {
    run: {
      cluster,
      processes,
      provider,
      random,
      clock,
      log: createLog('silent'),
      db,
      ...record,
      web: `http://127.0.0.1:${port}`,
    },
    async close() {
      await processes.stop();
      await Promise.all([provider.close(), database.close()]);
    },
  };
}

function openProvider(
  scenario: Scenario,
  cluster: Cluster,
  options: Parameters<typeof resendProvider>[0],
): Promise<Provider> {
  if (scenario.provider === 'smtp') return smtpProvider(options);
  if (scenario.provider === 'both') return twoProviders({ ...options, faults: scenario.faults });
  const { faults, quotaShare } = scenario;
  const dailyQuota = quotaShare === undefined ? undefined : Math.ceil(cluster.subscribers * quotaShare);
  return resendProvider({ ...options, faults, dailyQuota });
}

function expandCounts(disruptions: Scenario['disruptions']): DisruptionName[] {
  return Object.entries(disruptions).flatMap(([name, many]) =>
    Array<DisruptionName>(many).fill(name as DisruptionName),
  );
}

/**
 * Injects the disruptions in random order, each at a share of settled deliveries: by the wall clock they
 * would fall into the pauses that earlier ones cause. Each waits for a critical moment around a call. Where
 * the run is ahead of them, because an edition was canceled or disruptions took their time, the rest is
 * spread over what is left. Returns how many were injected.
 */
async function injectDisruptions(
  run: RunContext,
  counts: Scenario['disruptions'],
  over: AbortSignal,
): Promise<number> {
  const { random, provider } = run;
  const disruptions = random.shuffled(expandCounts(counts));
  let done = 0;
  // Otherwise sending would overtake the disruptions that should interrupt it.
  provider.setSlow(true);
  for (const [place, disruption] of disruptions.entries()) {
    // The earliest of that many random moments between now and nearly all deliveries.
    const left = Math.max(0, LAST_DISRUPTION - done);
    const share = done + left * (1 - (1 - random.next()) ** (1 / (disruptions.length - place)));
    do {
      await pause(50);
      done = Math.max(done, await settledShare(run));
    } while (!over.aborted && done < share);
    if (over.aborted) return place;
    provider.setBusy(done - share > 0.02 || done > LAST_DISRUPTION);
    const moment = random.pick(['arrived', 'taken', 'any'] as const);
    if (moment !== 'any') await provider.next(moment, 2_000);
    else await pause(random.whole(0, 1_000));
    await DISRUPTIONS[disruption](run);
  }
  provider.setSlow(false);
  provider.setBusy(false);
  return disruptions.length;
}

/**
 * Reads the final state and checks it. `beforeOperator` has the rows from before the operator's last steps.
 */
async function readVerdict(
  run: RunContext,
  scenario: Scenario,
  beforeOperator: readonly Row[],
): Promise<Verdict> {
  const { db, provider, optOuts, closedPeriods, canceled, cluster, reported } = run;
  const [rows, editions, starts] = [
    await retryUntilSuccess(() => readRows(db)),
    await retryUntilSuccess(() => readEditions(db)),
    await retryUntilSuccess(() => readStarts(db)),
  ];
  return checkRun({
    rows,
    editions,
    starts,
    accepted: provider.accepted(),
    beforeOperator,
    refused: provider.refused(),
    optOuts,
    closedPeriods,
    canceled,
    reported,
    papers: await retryUntilSuccess(() => readRepeatedPapers(db)),
    subscribers: cluster.subscribers,
    mayEndUncertain: scenario.mayEndUncertain === true,
  });
}

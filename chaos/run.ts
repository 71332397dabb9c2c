import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase } from '../src/db/connect.ts';
import { createLog } from '../src/log.ts';
import {
  type Row,
  readEditions,
  readEvidence,
  readPeople,
  readRows,
  readStarts,
  setSendHour,
} from './audit-queries.ts';
import { BLOWS, type BlowName } from './blows.ts';
import { fastClock, type Pace, realTimeOf } from './clock.ts';
import { startCrew } from './crew.ts';
import { operate, settleAsOperator, untilSettled } from './operator.ts';
import { type Play, pause, surely } from './play.ts';
import { type Provider, resendProvider, smtpProvider } from './provider.ts';
import { seededRandom } from './random.ts';
import type { Scenario } from './scenarios.ts';
import { DAY, type Stage } from './stage.ts';
import { judge, type Verdict } from './verdict.ts';

export interface RunOptions {
  seed: number;
  /** How many times faster than real time. */
  factor: number;
  /** Worker processes in a set. */
  workers: number;
  batchSize: number;
  /** A run that takes longer is broken off. */
  limitMs: number;
}

export interface RunReport extends Verdict {
  scenario: string;
  blows: { dealt: number; of: number };
  /** How often a process ended that nobody had killed, and was started again. */
  ownEnds: number;
  seconds: number;
  /** Where everything is that is needed to look; null when no promise was broken. */
  evidence: string | null;
}

const CALL_MS = 3_000;
/** After the last mail the system runs on for so long of its own time: whoever was given up for dead may come back. */
const AFTER_MS = 6 * 60_000;

/** Plays one scenario from an empty installation to settled books, and judges it. */
export async function run(stage: Stage, scenario: Scenario, options: RunOptions): Promise<RunReport> {
  const began = Date.now();
  const random = seededRandom(options.seed);
  const pace: Pace = {
    since: began,
    origin: Date.parse(`${DAY}T${scenario.startsAt ?? '04:57'}:00Z`),
    factor: options.factor,
  };
  const clock = fastClock(pace);
  const provider = await openProvider(scenario, stage, {
    random,
    now: () => clock.now(),
    realTime: (at) => realTimeOf(pace, at),
  });
  const { variables, direct } = await stage.newInstallation();
  const database = await connectDatabase(
    { DATABASE_URL: direct, DATA_DIR: stage.directory },
    () => undefined,
  );
  const { db } = database;
  if (scenario.sendHour !== undefined) await setSendHour(db, scenario.sendHour);
  const people = random.shuffled(await readPeople(db));
  const crew = startCrew({
    workers: options.workers,
    variables: { ...variables, ...provider.variables },
    told: { pace, providerCallMs: CALL_MS, batchSize: options.batchSize },
    random,
  });
  const play: Play = {
    stage,
    crew,
    provider,
    random,
    clock,
    log: createLog('silent'),
    db,
    leaves: [],
    closures: [],
    cancelled: new Set(),
    people,
  };
  const over = new AbortController();
  /** No more blows. */
  const calm = new AbortController();
  const timer = setTimeout(() => {
    calm.abort();
    over.abort();
  }, options.limitMs);
  try {
    const operating = operate(play, over.signal);
    const dealing = dealBlows(play, scenario.blows, calm.signal);
    await untilSettled(play, over.signal);
    calm.abort();
    await pause(AFTER_MS / options.factor);
    const dealt = await dealing;
    const unknown = await surely(() => readRows(db));
    await settleAsOperator(play, over.signal);
    over.abort();
    await operating;
    const verdict = await judgement(play, scenario, unknown);
    return {
      scenario: scenario.name,
      ...verdict,
      blows: { dealt, of: listed(scenario.blows).length },
      ownEnds: crew.ownEnds().length,
      seconds: Math.round((Date.now() - began) / 1_000),
      evidence: verdict.broken.length > 0 ? await keepEvidence(play, scenario, options, verdict) : null,
    };
  } finally {
    clearTimeout(timer);
    calm.abort();
    over.abort();
    await crew.stop();
    await Promise.all([provider.close(), database.close()]);
  }
}

function openProvider(
  scenario: Scenario,
  stage: Stage,
  options: Parameters<typeof resendProvider>[0],
): Promise<Provider> {
  if (scenario.provider === 'smtp') return smtpProvider(options);
  const { faults, quotaShare } = scenario;
  const dailyQuota = quotaShare === undefined ? undefined : Math.ceil(stage.people * quotaShare);
  return resendProvider({ ...options, faults, dailyQuota });
}

function listed(blows: Scenario['blows']): BlowName[] {
  return Object.entries(blows).flatMap(([name, many]) => Array<BlowName>(many).fill(name as BlowName));
}

/**
 * Deals the blows, in an order of luck, at shares of the mails that went out: by the wall clock they would fall into
 * the pauses that earlier ones cause. Each waits for one of the sharp moments around a call. Gives how many were dealt.
 */
async function dealBlows(play: Play, asked: Scenario['blows'], over: AbortSignal): Promise<number> {
  const { random, provider } = play;
  const blows = random.shuffled(listed(asked));
  const shares = blows.map(() => random.next() * 0.95).sort((a, b) => a - b);
  for (const [place, blow] of blows.entries()) {
    while ((provider.takenCount() + play.leaves.length) / play.stage.people < (shares[place] ?? 0)) {
      if (over.aborted) return place;
      await pause(20);
    }
    if (over.aborted) return place;
    const moment = random.pick(['arrived', 'taken', 'any'] as const);
    if (moment !== 'any') await provider.next(moment, 2_000);
    else await pause(random.whole(0, 1_000));
    await BLOWS[blow](play);
  }
  return blows.length;
}

/** `before`: the books before the operator settled what was left to an operator. */
async function judgement(play: Play, scenario: Scenario, before: readonly Row[]): Promise<Verdict> {
  const { db, provider, leaves, closures, cancelled, stage } = play;
  const [rows, editions, starts] = [
    await surely(() => readRows(db)),
    await surely(() => readEditions(db)),
    await surely(() => readStarts(db)),
  ];
  return judge({
    rows,
    editions,
    starts,
    taken: provider.taken(),
    before,
    refused: provider.refused(),
    leaves,
    closures,
    cancelled,
    people: stage.people,
    mayBeUncertain: scenario.mayBeUncertain === true,
  });
}

async function keepEvidence(
  play: Play,
  scenario: Scenario,
  options: RunOptions,
  verdict: Verdict,
): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), `paperboy-chaos-${scenario.name}-`));
  const keep = (name: string, value: unknown) =>
    writeFileSync(join(directory, name), typeof value === 'string' ? value : JSON.stringify(value, null, 1));
  keep('verdict.json', { scenario, options, verdict, leaves: play.leaves, closures: play.closures });
  keep('deliveries.json', await surely(() => readEvidence(play.db, verdict.concerned)));
  keep('editions.json', await surely(() => readEditions(play.db)));
  keep(
    'taken.json',
    play.provider.taken().filter(({ deliveryId }) => verdict.concerned.includes(deliveryId)),
  );
  keep('processes.log', play.crew.log());
  keep('own-ends.txt', play.crew.ownEnds().join('\n\n'));
  return directory;
}

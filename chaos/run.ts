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

const CALL_MS = 4_000;
/** After the last mail the system runs on for so long of its own time: whoever was given up for dead may come back. */
const AFTER_MS = 6 * 60_000;

/** Plays one scenario from an empty installation to settled books, and judges it; sooner when it is told to stop. */
export async function run(
  stage: Stage,
  scenario: Scenario,
  options: RunOptions,
  told: AbortSignal,
): Promise<RunReport> {
  const began = Date.now();
  const { play, close } = await open(stage, scenario, options);
  const timeUp = AbortSignal.timeout(options.limitMs);
  const over = AbortSignal.any([told, timeUp]);
  try {
    const { verdict, dealt } = await playThrough(play, scenario, options, over);
    if (timeUp.aborted)
      verdict.broken.unshift(`not done after ${options.limitMs / 1_000} s: what follows may be only that`);
    return {
      scenario: scenario.name,
      ...verdict,
      blows: { dealt, of: listed(scenario.blows).length },
      ownEnds: play.crew.ownEnds().length,
      seconds: Math.round((Date.now() - began) / 1_000),
      evidence: verdict.broken.length > 0 ? await keepEvidence(play, scenario, options, verdict) : null,
    };
  } finally {
    await close();
  }
}

async function playThrough(
  play: Play,
  scenario: Scenario,
  options: RunOptions,
  over: AbortSignal,
): Promise<{ verdict: Verdict; dealt: number }> {
  const settled = new AbortController();
  const done = new AbortController();
  const operating = operate(play, AbortSignal.any([over, done.signal]));
  const dealing = dealBlows(play, scenario.blows, AbortSignal.any([over, settled.signal]));
  // Whatever fails here ends the run when it is waited for, not the process before that.
  for (const each of [operating, dealing]) each.catch(() => settled.abort());
  await untilSettled(play, AbortSignal.any([over, settled.signal]));
  settled.abort();
  const dealt = await dealing;
  await pause(AFTER_MS / options.factor);
  const before = await surely(() => readRows(play.db));
  await settleAsOperator(play, over);
  done.abort();
  await operating;
  return { verdict: await judgement(play, scenario, before), dealt };
}

/** An empty installation with its people, its provider and its processes, and what ends them. */
async function open(
  stage: Stage,
  scenario: Scenario,
  { seed, factor, workers, batchSize }: RunOptions,
): Promise<{ play: Play; close(): Promise<void> }> {
  const random = seededRandom(seed);
  const origin = Date.parse(`${DAY}T${scenario.startsAt ?? '04:57'}:00Z`);
  const pace: Pace = { since: Date.now(), origin, factor };
  const clock = fastClock(pace);
  const provider = await openProvider(scenario, stage, {
    random,
    now: () => clock.now(),
    realTime: (at) => realTimeOf(pace, at),
  });
  const { variables, direct } = await stage.newInstallation();
  const address = { DATABASE_URL: direct, DATA_DIR: stage.directory };
  const database = await connectDatabase(address, () => undefined);
  const { db } = database;
  if (scenario.sendHour !== undefined) await setSendHour(db, scenario.sendHour);
  const people = random.shuffled(await readPeople(db));
  const crew = startCrew({
    workers,
    variables: { ...variables, ...provider.variables },
    told: { pace, providerCallMs: CALL_MS, batchSize },
    random,
  });
  const record = { leaves: [], closures: [], cancelled: new Set<string>(), people };
  return {
    play: { stage, crew, provider, random, clock, log: createLog('silent'), db, ...record },
    async close() {
      await crew.stop();
      await Promise.all([provider.close(), database.close()]);
    },
  };
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
  const progress = () => (provider.takenCount() + play.leaves.length) / play.stage.people;
  // Else mails would run ahead of the blows that are to strike among them.
  provider.setSlow(true);
  for (const [place, blow] of blows.entries()) {
    const share = shares[place] ?? 0;
    while (!over.aborted && progress() < share) await pause(20);
    if (over.aborted) return place;
    const moment = random.pick(['arrived', 'taken', 'any'] as const);
    if (moment !== 'any') await provider.next(moment, 2_000);
    else await pause(random.whole(0, 1_000));
    await BLOWS[blow](play);
  }
  provider.setSlow(false);
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

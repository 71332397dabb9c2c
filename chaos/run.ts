import { freePort } from '../bench/port.ts';
import { connectDatabase } from '../src/db/connect.ts';
import { createLog } from '../src/log.ts';
import { RESEND_SECRET } from '../test/support/webhooks.ts';
import { type Row, readEditions, readPeople, readRows, readStarts, setSendHour } from './audit-queries.ts';
import { BLOWS, type BlowName } from './blows.ts';
import { fastClock, type Pace, realTimeOf } from './clock.ts';
import { startCrew } from './crew.ts';
import { readPapersTwice } from './earlier-queries.ts';
import { keepEvidence } from './evidence.ts';
import { decidedShare, operate, settleAsOperator, untilSettled } from './operator.ts';
import { type Play, pause, type RunOptions, surely } from './play.ts';
import { type Provider, resendProvider, smtpProvider, twoProviders } from './provider.ts';
import { seededRandom } from './random.ts';
import { reportAll } from './reports.ts';
import type { Scenario } from './scenarios.ts';
import { DAY, type Stage } from './stage.ts';
import { judge, type Verdict } from './verdict.ts';

export interface RunReport extends Verdict {
  scenario: string;
  blows: { dealt: number; of: number };
  /** How often a process ended that nobody had killed, and was started again. */
  ownEnds: number;
  seconds: number;
  /** Where everything is that is needed to look; null when no promise was broken. */
  evidence: string | null;
}

/** The last blow strikes before that share of people is decided. */
const LAST_BLOW = 0.95;
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
  const reporting = scenario.web
    ? reportAll(play, AbortSignal.any([over, settled.signal]))
    : Promise.resolve();
  // Whatever fails here ends the run when it is waited for, not the process before that.
  for (const each of [operating, dealing, reporting]) each.catch(() => settled.abort());
  await untilSettled(play, AbortSignal.any([over, settled.signal]));
  settled.abort();
  const dealt = await dealing;
  await reporting;
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
  const port = await freePort();
  const address = { DATABASE_URL: direct, DATA_DIR: stage.directory };
  const database = await connectDatabase(address, () => undefined);
  const { db } = database;
  if (scenario.sendHour !== undefined) await setSendHour(db, scenario.sendHour);
  const people = random.shuffled(await readPeople(db));
  const crew = startCrew({
    workers,
    web: scenario.web === true,
    variables: {
      ...variables,
      ...provider.variables,
      PORT: String(port),
      RESEND_WEBHOOK_SECRET: RESEND_SECRET,
    },
    told: { pace, providerCallMs: CALL_MS, batchSize },
    random,
  });
  const record = { leaves: [], closures: [], cancelled: new Set<string>(), told: new Map(), people };
  return {
    play: {
      stage,
      crew,
      provider,
      random,
      clock,
      log: createLog('silent'),
      db,
      ...record,
      web: `http://127.0.0.1:${port}`,
    },
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
  if (scenario.provider === 'both') return twoProviders({ ...options, faults: scenario.faults });
  const { faults, quotaShare } = scenario;
  const dailyQuota = quotaShare === undefined ? undefined : Math.ceil(stage.people * quotaShare);
  return resendProvider({ ...options, faults, dailyQuota });
}

function listed(blows: Scenario['blows']): BlowName[] {
  return Object.entries(blows).flatMap(([name, many]) => Array<BlowName>(many).fill(name as BlowName));
}

/**
 * Deals the blows, in an order of luck, at shares of what is decided: by the wall clock they would fall into the pauses that
 * earlier ones cause. Each waits for one of the sharp moments around a call. Where the run is ahead of them, because an
 * edition was cancelled or blows took their time, the rest is spread over what is left. Gives how many were dealt.
 */
async function dealBlows(play: Play, asked: Scenario['blows'], over: AbortSignal): Promise<number> {
  const { random, provider } = play;
  const blows = random.shuffled(listed(asked));
  let done = 0;
  // Else mails would run ahead of the blows that are to strike among them.
  provider.setSlow(true);
  for (const [place, blow] of blows.entries()) {
    // The earliest of so many moments of luck between what is done and nearly all.
    const left = Math.max(0, LAST_BLOW - done);
    const share = done + left * (1 - (1 - random.next()) ** (1 / (blows.length - place)));
    do {
      await pause(50);
      done = Math.max(done, await decidedShare(play));
    } while (!over.aborted && done < share);
    if (over.aborted) return place;
    provider.setBusy(done - share > 0.02 || done > LAST_BLOW);
    const moment = random.pick(['arrived', 'taken', 'any'] as const);
    if (moment !== 'any') await provider.next(moment, 2_000);
    else await pause(random.whole(0, 1_000));
    await BLOWS[blow](play);
  }
  provider.setSlow(false);
  provider.setBusy(false);
  return blows.length;
}

/** `before`: the books before the operator settled what was left to an operator. */
async function judgement(play: Play, scenario: Scenario, before: readonly Row[]): Promise<Verdict> {
  const { db, provider, leaves, closures, cancelled, stage, told } = play;
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
    told,
    papers: await surely(() => readPapersTwice(db)),
    people: stage.people,
    mayBeUncertain: scenario.mayBeUncertain === true,
  });
}

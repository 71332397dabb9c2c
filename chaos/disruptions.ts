import { Redis } from 'ioredis';
import { cancelEdition } from '../src/delivery/operations/cancel-edition.ts';
import { pauseEdition as hold } from '../src/delivery/operations/pause-edition.ts';
import { resumeEdition } from '../src/delivery/operations/resume-edition.ts';
import { eraseSubscriber } from '../src/subscribers/erase.ts';
import { applyTransition } from '../src/subscribers/subscriber-queries.ts';
import { unsubscribe } from '../src/subscribers/unsubscribe.ts';
import { insertSuppression } from '../src/suppression/suppression-queries.ts';
import { readEditions, readServerTime, terminateConnections } from './audit-queries.ts';
import { isSuppressed, readPreviousDelivery } from './previous-edition-queries.ts';
import { sendReports } from './reports.ts';
import { pause, type Recipient, type RunContext, retryUntilSuccess } from './run-context.ts';
import { OPERATOR, PAUSE_REASON } from './run-operator.ts';

const SILENCE_MS = 5_000;
const HOUR_MS = 3_600_000;
/** In the run's time. */
const OUTAGE_MS = 25 * 60_000;

/** Disruptions of a run. Each leaves the servers running again; processes restart automatically. */
export const DISRUPTIONS = {
  async 'kill-worker'({ processes }) {
    processes.kill('worker');
  },
  async 'kill-producer'({ processes }) {
    processes.kill('producer');
  },
  async 'kill-web'({ processes }) {
    processes.kill('web');
  },
  /**
   * SIGQUIT is PostgreSQL's own immediate shutdown: it leaves no orphans, and recovery from the log is the
   * same as after SIGKILL.
   */
  async 'kill-everything'({ processes, cluster }) {
    processes.killAll();
    await Promise.all([cluster.redis.restart('SIGKILL'), cluster.postgres.restart('SIGQUIT')]);
  },
  async 'flush-redis'({ cluster }) {
    const redis = new Redis(cluster.redis.url, { lazyConnect: true });
    redis.on('error', () => undefined);
    await redis.flushall();
    redis.disconnect();
  },
  async 'restart-redis'({ cluster, random }) {
    await cluster.redis.restart(random.pick(['SIGTERM', 'SIGKILL']));
  },
  async 'stall-redis'({ cluster }) {
    await cluster.redisProxy.stall(SILENCE_MS);
  },
  async 'restart-postgres'({ cluster, random }) {
    await cluster.postgres.restart(random.pick(['SIGINT', 'SIGQUIT']));
  },
  async 'cut-postgres'({ cluster, db, random }) {
    if (random.chance(0.5)) cluster.postgresProxy.cut();
    else await retryUntilSuccess(() => terminateConnections(db, random.pick([0.3, 1])));
  },
  async 'stall-postgres'({ cluster }) {
    await cluster.postgresProxy.stall(SILENCE_MS);
  },
  async 'clock-back-one'({ processes }) {
    processes.setOffset('one', -HOUR_MS);
  },
  async 'clock-back-all'({ processes }) {
    processes.setOffset('all', -HOUR_MS);
  },
  async 'second-set'({ processes }) {
    processes.addSecondSet();
  },
  /** The key is renewed after a while, but nothing signals that the provider may be called again. */
  async 'expire-key'({ provider, random }) {
    provider.forceFaults(['key-expired']);
    await pause(random.whole(1_000, 5_000));
    provider.forceFaults(null);
  },
  /** Every call returns 500, for longer than a handful of quick retries. */
  async outage({ provider, clock }) {
    provider.forceFaults(['error-before']);
    await clock.sleep(OUTAGE_MS);
    provider.forceFaults(null);
  },
  /** The provider does not respond, whether it accepts the emails or not, for longer than fail-over takes. */
  async silence({ provider, random }) {
    provider.forceFaults(['hang-before', 'hang-after']);
    await pause(random.whole(12_000, 20_000));
    provider.forceFaults(null);
  },
  async 'opt-out'(run) {
    for (const person of pickRecipients(run))
      await optOut(run, person, run.random.pick(['unsubscribe', 'suppress', 'pause']));
  },
  async erase(run) {
    for (const person of pickRecipients(run)) await optOut(run, person, 'erase');
  },
  /** Late reports about the previous edition: their subscribers must not get this one any more. */
  async bounce(run) {
    await Promise.all(pickRecipients(run).map((person) => optOut(run, person, 'bounce')));
  },
  async 'pause-edition'(run) {
    const edition = await openEdition(run);
    if (edition === null) return;
    const act = { edition, operator: OPERATOR };
    await retryUntilSuccess(() => hold(run, { ...act, reason: PAUSE_REASON }));
    const from = await retryUntilSuccess(() => readServerTime(run.db));
    await pause(run.random.whole(500, 3_000));
    const until = await retryUntilSuccess(() => readServerTime(run.db));
    run.closedPeriods.push({ editionId: edition, from, until });
    await retryUntilSuccess(() => resumeEdition(run, act));
  },
  async 'cancel-edition'(run) {
    const edition = await openEdition(run);
    if (edition === null || run.canceled.size > 0) return;
    run.canceled.add(edition);
    await retryUntilSuccess(() => cancelEdition(run, { edition, operator: OPERATOR }));
    run.closedPeriods.push({
      editionId: edition,
      from: await retryUntilSuccess(() => readServerTime(run.db)),
      until: null,
    });
  },
} satisfies Record<string, (run: RunContext) => Promise<void>>;

export type DisruptionName = keyof typeof DISRUPTIONS;

/** Removes a few of the subscribers that can still opt out. */
function pickRecipients({ subscribers, cluster }: RunContext): Recipient[] {
  return subscribers.splice(0, Math.max(1, Math.round(cluster.subscribers / 200)));
}

/** Ways of opting out. All are safe to repeat. */
const OPT_OUTS = {
  unsubscribe: ({ db, clock }, { unsubscribeKey }) => unsubscribe({ db, clock }, unsubscribeKey),
  pause: ({ db, clock }, { id }) => applyTransition(db, id, 'pause', clock.now()),
  suppress: ({ db, clock }, { address }) =>
    insertSuppression(db, { address, reason: 'operator', source: 'chaos', now: clock.now() }),
  erase: ({ db, clock }, { id }) => eraseSubscriber({ db, clock }, id),
  async bounce(run, { id, address }) {
    await sendReports(
      run,
      { email: await readPreviousDelivery(run.db, id), to: address },
      'bounced or complained',
    );
    // A report that was stored but could not be applied at once is applied by the sweep.
    if (!(await isSuppressed(run.db, id))) throw new Error('The report is not applied yet.');
  },
} satisfies Record<string, (run: RunContext, person: Recipient) => Promise<unknown>>;

/** Records each opt-out with a time after its commit. */
async function optOut(run: RunContext, person: Recipient, way: keyof typeof OPT_OUTS): Promise<void> {
  const { db } = run;
  await retryUntilSuccess<unknown>(() => OPT_OUTS[way](run, person));
  run.optOuts.push({ subscriberId: person.id, since: await retryUntilSuccess(() => readServerTime(db)) });
}

async function openEdition({ db, random }: RunContext): Promise<string | null> {
  const open = (await retryUntilSuccess(() => readEditions(db))).filter(({ state }) => state === 'open');
  return open.length === 0 ? null : random.pick(open).id;
}

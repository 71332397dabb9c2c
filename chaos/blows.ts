import { Redis } from 'ioredis';
import { cancelEdition } from '../src/delivery/operations/cancel-edition.ts';
import { pauseEdition as hold } from '../src/delivery/operations/pause-edition.ts';
import { resumeEdition } from '../src/delivery/operations/resume-edition.ts';
import { eraseSubscriber } from '../src/subscribers/erase.ts';
import { applyTransition } from '../src/subscribers/subscriber-queries.ts';
import { unsubscribe } from '../src/subscribers/unsubscribe.ts';
import { insertSuppression } from '../src/suppression/suppression-queries.ts';
import { readEditions, readServerTime, terminateConnections } from './audit-queries.ts';
import { isSuppressed, readEarlierMail } from './earlier-queries.ts';
import { HELD, OPERATOR } from './operator.ts';
import { type Person, type Play, pause, surely } from './play.ts';
import { tellOf } from './reports.ts';

const SILENCE_MS = 5_000;
const HOUR_MS = 3_600_000;
/** Of the run's time. */
const OUTAGE_MS = 25 * 60_000;

/** What is done to a run, once a blow. Each leaves the servers up again; the processes come back by themselves. */
export const BLOWS = {
  async 'kill-worker'({ crew }) {
    crew.kill('worker');
  },
  async 'kill-producer'({ crew }) {
    crew.kill('producer');
  },
  async 'kill-web'({ crew }) {
    crew.kill('web');
  },
  /** SIGQUIT is PostgreSQL's own way to die at once: it leaves no orphans, and recovers from its log as after SIGKILL. */
  async 'kill-everything'({ crew, stage }) {
    crew.killAll();
    await Promise.all([stage.redis.restart('SIGKILL'), stage.postgres.restart('SIGQUIT')]);
  },
  async 'flush-redis'({ stage }) {
    const redis = new Redis(stage.redis.url, { lazyConnect: true });
    redis.on('error', () => undefined);
    await redis.flushall();
    redis.disconnect();
  },
  async 'restart-redis'({ stage, random }) {
    await stage.redis.restart(random.pick(['SIGTERM', 'SIGKILL']));
  },
  async 'stall-redis'({ stage }) {
    await stage.redisDoor.stall(SILENCE_MS);
  },
  async 'restart-postgres'({ stage, random }) {
    await stage.postgres.restart(random.pick(['SIGINT', 'SIGQUIT']));
  },
  async 'cut-postgres'({ stage, db, random }) {
    if (random.chance(0.5)) stage.postgresDoor.cut();
    else await surely(() => terminateConnections(db, random.pick([0.3, 1])));
  },
  async 'stall-postgres'({ stage }) {
    await stage.postgresDoor.stall(SILENCE_MS);
  },
  async 'clock-back-one'({ crew }) {
    crew.setOffset('one', -HOUR_MS);
  },
  async 'clock-back-all'({ crew }) {
    crew.setOffset('all', -HOUR_MS);
  },
  async 'second-set'({ crew }) {
    crew.doubleUp();
  },
  /** Somebody renews it after a while; that the provider may be called again, nobody says. */
  async 'expire-key'({ provider, random }) {
    provider.setFaults(['key-expired']);
    await pause(random.whole(1_000, 5_000));
    provider.setFaults(null);
  },
  /** Every call is answered by 500; longer than a handful of quick tries lasts. */
  async outage({ provider, clock }) {
    provider.setFaults(['error-before']);
    await clock.sleep(OUTAGE_MS);
    provider.setFaults(null);
  },
  /** Nobody answers, whether mails are taken or not; longer than it takes until another provider stands in. */
  async silence({ provider, random }) {
    provider.setFaults(['hang-before', 'hang-after']);
    await pause(random.whole(12_000, 20_000));
    provider.setFaults(null);
  },
  async leave(play) {
    for (const person of some(play))
      await leave(play, person, play.random.pick(['unsubscribe', 'suppress', 'pause']));
  },
  async erase(play) {
    for (const person of some(play)) await leave(play, person, 'erase');
  },
  /** Late reports about the edition before this one: these people must not get it any more. */
  async bounce(play) {
    await Promise.all(some(play).map((person) => leave(play, person, 'bounce')));
  },
  async 'pause-edition'(play) {
    const edition = await openEdition(play);
    if (edition === null) return;
    const act = { edition, operator: OPERATOR };
    await surely(() => hold(play, { ...act, reason: HELD }));
    const from = await surely(() => readServerTime(play.db));
    await pause(play.random.whole(500, 3_000));
    const until = await surely(() => readServerTime(play.db));
    play.closures.push({ editionId: edition, from, until });
    await surely(() => resumeEdition(play, act));
  },
  async 'cancel-edition'(play) {
    const edition = await openEdition(play);
    if (edition === null || play.cancelled.size > 0) return;
    play.cancelled.add(edition);
    await surely(() => cancelEdition(play, { edition, operator: OPERATOR }));
    play.closures.push({
      editionId: edition,
      from: await surely(() => readServerTime(play.db)),
      until: null,
    });
  },
} satisfies Record<string, (play: Play) => Promise<void>>;

export type BlowName = keyof typeof BLOWS;

/** A few of those who may still be made to leave. */
function some({ people, stage }: Play): Person[] {
  return people.splice(0, Math.max(1, Math.round(stage.people / 200)));
}

/** Ways not to be mailed any more. All are safe to repeat. */
const WAYS = {
  unsubscribe: ({ db, clock }, { unsubscribeKey }) => unsubscribe({ db, clock }, unsubscribeKey),
  pause: ({ db, clock }, { id }) => applyTransition(db, id, 'pause', clock.now()),
  suppress: ({ db, clock }, { address }) =>
    insertSuppression(db, { address, reason: 'operator', source: 'chaos', now: clock.now() }),
  erase: ({ db, clock }, { id }) => eraseSubscriber({ db, clock }, id),
  async bounce(play, { id, address }) {
    await tellOf(play, { mail: await readEarlierMail(play.db, id), to: address }, 'bounced or complained');
    // What is stored and could not be applied at once, the sweep applies.
    if (!(await isSuppressed(play.db, id))) throw new Error('The report is not applied yet.');
  },
} satisfies Record<string, (play: Play, person: Person) => Promise<unknown>>;

/** Each is on record with the moment after its commit. */
async function leave(play: Play, person: Person, way: keyof typeof WAYS): Promise<void> {
  const { db } = play;
  await surely<unknown>(() => WAYS[way](play, person));
  play.leaves.push({ subscriberId: person.id, since: await surely(() => readServerTime(db)) });
}

async function openEdition({ db, random }: Play): Promise<string | null> {
  const open = (await surely(() => readEditions(db))).filter(({ state }) => state === 'open');
  return open.length === 0 ? null : random.pick(open).id;
}

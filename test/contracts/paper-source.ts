import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaperSource } from '../../src/ports.ts';
import type { TestClock } from '../support/clock.ts';
import type { StandIn } from '../support/stand-in.ts';

/** A source with the papers of a setup. */
export interface SourceRig {
  source: PaperSource;
  close(): Promise<void>;
}

/** A source that requests a service, with a stand-in server for it. */
export interface ServedRig extends SourceRig {
  /** The same source without retries. */
  impatient: PaperSource;
  server: StandIn;
  clock: TestClock;
}

/** Setup that the suite requires from an adapter's test. */
export interface SourceSetup {
  /** Start of the test clock. */
  now: string;
  /** Base ids by day. */
  days: Record<string, readonly string[]>;
  /** A day that also has an unreadable entry, if the source can have one. */
  badEntryOn?: string;
}

const OLDER = '2026-06-10';
const NEWER = '2026-06-11';
const DAYS: Record<string, readonly string[]> = {
  [OLDER]: ['2606.00001', '2606.00002'],
  [NEWER]: ['2606.00003', '2606.00004', 'math/0611800'],
};
const SETUP: SourceSetup = { now: '2026-06-11T12:00:00Z', days: DAYS };

/** Contract of every PaperSource. `start` sets up a fresh rig. */
export function describePaperSource(name: string, start: (setup: SourceSetup) => Promise<SourceRig>): void {
  describe(`${name} keeps the contract of a paper source`, () => {
    let rig: SourceRig;
    beforeEach(async () => {
      rig = await start(SETUP);
    });
    afterEach(() => rig.close());

    it('introduces itself', () => {
      expect(rig.source.name).toMatch(/^[a-z][a-z-]*$/);
      expect(rig.source.label.length).toBeGreaterThan(2);
      expect(rig.source.daysBack).toBeGreaterThan(0);
      for (const weekday of rig.source.quietWeekdays) expect([1, 2, 3, 4, 5, 6, 7]).toContain(weekday);
    });

    describeDays(() => rig);
  });
}

/** Additional contract of every PaperSource that requests a service. Runs `describePaperSource` too. */
export function describeServedSource(name: string, start: (setup: SourceSetup) => Promise<ServedRig>): void {
  describePaperSource(name, start);
  describe(`${name} keeps the contract of a source that asks a service`, () => {
    let rig: ServedRig;
    beforeEach(async () => {
      rig = await start(SETUP);
    });
    afterEach(() => rig.close());

    it('identifies itself in every request', async () => {
      await rig.source.fetchDay(OLDER);
      await rig.source.fetchDay('newest');
      const agents = rig.server.requests.map((request) => request.headers['user-agent']);
      expect(agents.length).toBeGreaterThan(1);
      expect(new Set(agents)).toEqual(new Set(['Paperboy/0.0.0 (+https://papers.example.org)']));
    });

    it('gives the newest day on offer also long after it', async () => {
      rig.clock.set('2026-09-01T12:00:00Z');
      expect(await rig.source.fetchDay('newest')).toMatchObject({ day: NEWER, open: true });
    });

    it('gives a day without papers as open and empty', async () => {
      const empty = { day: '2026-06-07', open: true, papers: [], readings: [], rejections: [] };
      expect(await rig.source.fetchDay('2026-06-07')).toEqual(empty);
    });

    it('skips an entry that cannot be read, says why, and takes the rest of its day', async () => {
      const bad = await start({ ...SETUP, badEntryOn: OLDER });
      const day = await bad.source.fetchDay(OLDER).finally(() => bad.close());
      expect(ids(day.papers)).toEqual(DAYS[OLDER]);
      expect(day.rejections).toHaveLength(1);
      expect(day.rejections[0]?.entry).not.toBe('');
      expect(day.rejections[0]?.reason).not.toBe('');
    });

    describeFaults(() => rig);
    describeAbort(() => rig);
  });
}

function describeDays(rig: () => SourceRig): void {
  it.each([OLDER, NEWER])('gives the papers of %s, all of them and no others', async (day) => {
    const answer = await rig().source.fetchDay(day);
    expect(answer).toMatchObject({ day, open: true, rejections: [] });
    expect(ids(answer.papers)).toEqual([...(DAYS[day] ?? [])].sort());
  });

  it('gives the newest day on offer whole', async () => {
    const answer = await rig().source.fetchDay('newest');
    expect(answer).toMatchObject({ day: NEWER, open: true, rejections: [] });
    expect(ids(answer.papers)).toEqual(DAYS[NEWER]);
  });

  it.each(['2026-06-12', '2027-01-01', '2026-02-30', 'yesterday'])('gives %s as not open', async (day) => {
    expect(await rig().source.fetchDay(day)).toEqual({
      day,
      open: false,
      papers: [],
      readings: [],
      rejections: [],
    });
  });

  it('gives the same for the same question', async () => {
    expect(await rig().source.fetchDay(NEWER)).toEqual(await rig().source.fetchDay(NEWER));
  });

  it('reads whole numbers only, each of a paper of that day', async () => {
    const { papers, readings } = await rig().source.fetchDay(NEWER);
    const known = ids(papers);
    const odd = readings.filter(
      (reading) => !known.includes(reading.paperId) || !Number.isInteger(reading.value) || reading.value < 0,
    );
    expect(odd).toEqual([]);
  });

  it("rejects with the signal's reason when it is aborted already", async () => {
    const stop = new Error('stopped');
    await expect(rig().source.fetchDay(NEWER, { signal: AbortSignal.abort(stop) })).rejects.toBe(stop);
  });
}

function describeFaults(rig: () => ServedRig): void {
  it.each([
    ['status 500', { kind: 'status', status: 500 }],
    ['status 503', { kind: 'status', status: 503 }],
    ['a lost connection', { kind: 'drop' }],
    ['an answer cut short', { kind: 'cut' }],
  ] as const)('gets over %s by asking again', async (_name, fault) => {
    rig().server.fail(fault, 1);
    const answer = await rig().source.fetchDay(NEWER);
    expect(ids(answer.papers)).toEqual(DAYS[NEWER]);
    expect(rig().server.requests.length).toBeGreaterThan(1);
  });

  it('gives up after three tries with SOURCE_UNAVAILABLE, to be tried later', async () => {
    rig().server.fail({ kind: 'status', status: 502 });
    await expect(rig().source.fetchDay(NEWER)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      retry: 'later',
    });
    expect(rig().server.requests).toHaveLength(3);
  });

  it('asks only once where it was told so', async () => {
    rig().server.fail({ kind: 'status', status: 502 });
    await expect(rig().impatient.fetchDay(NEWER)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(rig().server.requests).toHaveLength(1);
  });

  it('waits as long as Retry-After says where that is short', async () => {
    rig().server.fail({ kind: 'status', status: 429, headers: { 'retry-after': '20' } }, 1);
    const before = rig().clock.now().getTime();
    expect(ids((await rig().source.fetchDay(NEWER)).papers)).toEqual(DAYS[NEWER]);
    expect(rig().clock.now().getTime() - before).toBeGreaterThanOrEqual(20_000);
  });

  it('hands a long wait to the caller with SOURCE_LIMITED, and does not ask before it is over', async () => {
    rig().server.fail({ kind: 'status', status: 429, headers: { 'retry-after': '120' } }, 1);
    await expect(rig().source.fetchDay(NEWER)).rejects.toMatchObject({
      code: 'SOURCE_LIMITED',
      retry: 'later',
      retryAfterMs: 120_000,
    });
    rig().clock.advance(60_000);
    await expect(rig().source.fetchDay(NEWER)).rejects.toMatchObject({ retryAfterMs: 60_000 });
    expect(rig().server.requests).toHaveLength(1);
    rig().clock.advance(60_000);
    expect(ids((await rig().source.fetchDay(NEWER)).papers)).toEqual(DAYS[NEWER]);
  });

  it.each([
    '',
    'Bad gateway',
    '<html><p>Maintenance<br></html>',
    '{"error":"x"}',
    '<a>',
    'null',
    '\u0000\u0001',
  ])('calls an answer of %j SOURCE_GARBLED', async (body) => {
    rig().server.fail({ kind: 'garbage', body });
    await expect(rig().source.fetchDay(NEWER)).rejects.toMatchObject({ code: 'SOURCE_GARBLED' });
  });

  it('does not call a client error that it does not know an empty day', async () => {
    rig().server.fail({ kind: 'status', status: 403 });
    await expect(rig().source.fetchDay(NEWER)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    rig().server.fail({ kind: 'status', status: 404 });
    await expect(rig().source.fetchDay(NEWER)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });

  it('fails fast without a listener', async () => {
    await rig().server.close();
    const before = rig().clock.now().getTime();
    await expect(rig().source.fetchDay(NEWER)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(rig().clock.now().getTime() - before).toBeLessThan(5_000);
  });
}

function describeAbort(rig: () => ServedRig): void {
  it('does not ask at all when the signal is already aborted', async () => {
    const stop = new Error('stopped');
    await expect(rig().source.fetchDay(NEWER, { signal: AbortSignal.abort(stop) })).rejects.toBe(stop);
    expect(rig().server.requests).toEqual([]);
  });

  it("rejects with the signal's reason while a request is under way, and asks no more", async () => {
    const controller = new AbortController();
    const stop = new Error('stopped');
    rig().server.fail({ kind: 'hang' });
    rig().server.onRequest(() => controller.abort(stop));
    await expect(rig().source.fetchDay(NEWER, { signal: controller.signal })).rejects.toBe(stop);
    expect(rig().server.requests).toHaveLength(1);
  });
}

function ids(papers: readonly { id: string }[]): string[] {
  return papers.map((paper) => paper.id).sort();
}

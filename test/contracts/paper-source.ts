import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaperSource } from '../../src/ports.ts';
import type { TestClock } from '../support/clock.ts';
import type { StandIn } from '../support/stand-in.ts';

/** Source that holds the papers of a setup. */
export interface SourceRig {
  source: PaperSource;
  close(): Promise<void>;
}

/** Source of a remote service, with a stand-in server for it. */
export interface ServedRig extends SourceRig {
  /** Same source without retries. */
  withoutRetries: PaperSource;
  server: StandIn;
  clock: TestClock;
}

/** Setup that the suite requests from an adapter's test. */
export interface SourceSetup {
  /** Start of the test clock. */
  now: string;
  /** Base ids by day. */
  days: Record<string, readonly string[]>;
  /** Day that also has an unreadable entry, if the source can have one. */
  badEntryOn?: string;
}

const OLDER = '2026-06-10';
const NEWER = '2026-06-11';
const DAYS: Record<string, readonly string[]> = {
  [OLDER]: ['2606.00001', '2606.00002'],
  [NEWER]: ['2606.00003', '2606.00004', 'math/0611800'],
};
const SETUP: SourceSetup = { now: '2026-06-11T12:00:00Z', days: DAYS };

/** Contract suite of the PaperSource port. `start` creates a fresh rig. */
export function describePaperSource(name: string, start: (setup: SourceSetup) => Promise<SourceRig>): void {
  describe(`the paper source contract of ${name}`, () => {
    let rig: SourceRig;
    beforeEach(async () => {
      rig = await start(SETUP);
    });
    afterEach(() => rig.close());

    it('has a name, a label and its limits', () => {
      expect(rig.source.name).toMatch(/^[a-z][a-z-]*$/);
      expect(rig.source.label.length).toBeGreaterThan(2);
      expect(rig.source.daysBack).toBeGreaterThan(0);
      for (const weekday of rig.source.quietWeekdays) expect([1, 2, 3, 4, 5, 6, 7]).toContain(weekday);
    });

    describeDays(() => rig);
  });
}

/** Contract suite of sources with a remote service; includes `describePaperSource`. */
export function describeServedSource(name: string, start: (setup: SourceSetup) => Promise<ServedRig>): void {
  describePaperSource(name, start);
  describe(`the remote source contract of ${name}`, () => {
    let rig: ServedRig;
    beforeEach(async () => {
      rig = await start(SETUP);
    });
    afterEach(() => rig.close());

    it('sends its user agent with every request', async () => {
      await rig.source.fetchDay(OLDER);
      await rig.source.fetchDay('newest');
      const agents = rig.server.requests.map((request) => request.headers['user-agent']);
      expect(agents.length).toBeGreaterThan(1);
      expect(new Set(agents)).toEqual(new Set(['Paperboy/0.0.0 (+https://papers.example.org)']));
    });

    it('returns the newest available day, even months later', async () => {
      rig.clock.set('2026-09-01T12:00:00Z');
      expect(await rig.source.fetchDay('newest')).toMatchObject({ day: NEWER, open: true });
    });

    it('returns a day without papers as open and empty', async () => {
      const empty = { day: '2026-06-07', open: true, papers: [], readings: [], rejections: [] };
      expect(await rig.source.fetchDay('2026-06-07')).toEqual(empty);
    });

    it('skips an unreadable entry with a reason, and returns the rest of its day', async () => {
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
  it.each([OLDER, NEWER])('returns exactly the papers of %s', async (day) => {
    const answer = await rig().source.fetchDay(day);
    expect(answer).toMatchObject({ day, open: true, rejections: [] });
    expect(ids(answer.papers)).toEqual([...(DAYS[day] ?? [])].sort());
  });

  it('returns the newest available day complete', async () => {
    const answer = await rig().source.fetchDay('newest');
    expect(answer).toMatchObject({ day: NEWER, open: true, rejections: [] });
    expect(ids(answer.papers)).toEqual(DAYS[NEWER]);
  });

  it.each(['2026-06-12', '2027-01-01', '2026-02-30', 'yesterday'])('returns %s as not open', async (day) => {
    expect(await rig().source.fetchDay(day)).toEqual({
      day,
      open: false,
      papers: [],
      readings: [],
      rejections: [],
    });
  });

  it('returns the same result for the same day', async () => {
    expect(await rig().source.fetchDay(NEWER)).toEqual(await rig().source.fetchDay(NEWER));
  });

  it('returns non-negative integer readings for papers of that day only', async () => {
    const { papers, readings } = await rig().source.fetchDay(NEWER);
    const known = ids(papers);
    const odd = readings.filter(
      (reading) => !known.includes(reading.paperId) || !Number.isInteger(reading.value) || reading.value < 0,
    );
    expect(odd).toEqual([]);
  });

  it('returns the records of single papers, without unknown ones, if it can', async () => {
    const { source } = rig();
    if (!source.fetchPapers) return;
    const { papers, rejections } = await source.fetchPapers(['2606.00004', 'math/0611800', '2606.09999']);
    expect([ids(papers), rejections]).toEqual([['2606.00004', 'math/0611800'], []]);
    expect(await source.fetchPapers([])).toEqual({ papers: [], rejections: [] });
    const stop = new Error('stopped');
    await expect(source.fetchPapers(['2606.00004'], { signal: AbortSignal.abort(stop) })).rejects.toBe(stop);
  });

  it("rejects with the signal's reason when already aborted", async () => {
    const stop = new Error('stopped');
    await expect(rig().source.fetchDay(NEWER, { signal: AbortSignal.abort(stop) })).rejects.toBe(stop);
  });
}

function describeFaults(rig: () => ServedRig): void {
  it.each([
    ['status 500', { kind: 'status', status: 500 }],
    ['status 503', { kind: 'status', status: 503 }],
    ['a lost connection', { kind: 'drop' }],
    ['a truncated response', { kind: 'cut' }],
  ] as const)('recovers from %s by a retry', async (_name, fault) => {
    rig().server.fail(fault, 1);
    const answer = await rig().source.fetchDay(NEWER);
    expect(ids(answer.papers)).toEqual(DAYS[NEWER]);
    expect(rig().server.requests.length).toBeGreaterThan(1);
  });

  it('throws SOURCE_UNAVAILABLE, retry later, after three attempts', async () => {
    rig().server.fail({ kind: 'status', status: 502 });
    await expect(rig().source.fetchDay(NEWER)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      retry: 'later',
    });
    expect(rig().server.requests).toHaveLength(3);
  });

  it('sends one request without retries', async () => {
    rig().server.fail({ kind: 'status', status: 502 });
    await expect(rig().withoutRetries.fetchDay(NEWER)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(rig().server.requests).toHaveLength(1);
  });

  it('recovers from an empty response by a retry', async () => {
    rig().server.fail({ kind: 'garbage', body: '' }, 1);
    const answer = await rig().source.fetchDay(NEWER);
    expect([ids(answer.papers), answer.rejections]).toEqual([DAYS[NEWER], []]);
    expect(rig().server.requests.length).toBeGreaterThan(1);
  });

  it('waits for a short Retry-After', async () => {
    rig().server.fail({ kind: 'status', status: 429, headers: { 'retry-after': '20' } }, 1);
    const before = rig().clock.now().getTime();
    expect(ids((await rig().source.fetchDay(NEWER)).papers)).toEqual(DAYS[NEWER]);
    expect(rig().clock.now().getTime() - before).toBeGreaterThanOrEqual(20_000);
  });

  it('throws SOURCE_LIMITED for a long Retry-After, and sends no request before it ends', async () => {
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
  ])('throws SOURCE_GARBLED for a response of %j', async (body) => {
    rig().server.fail({ kind: 'garbage', body });
    await expect(rig().source.fetchDay(NEWER)).rejects.toMatchObject({ code: 'SOURCE_GARBLED' });
  });

  it('throws SOURCE_UNAVAILABLE for client errors instead of returning an empty day', async () => {
    rig().server.fail({ kind: 'status', status: 403 });
    await expect(rig().source.fetchDay(NEWER)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    rig().server.fail({ kind: 'status', status: 404 });
    await expect(rig().source.fetchDay(NEWER)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });

  it('fails quickly on a refused connection', async () => {
    await rig().server.close();
    const before = rig().clock.now().getTime();
    await expect(rig().source.fetchDay(NEWER)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(rig().clock.now().getTime() - before).toBeLessThan(5_000);
  });
}

function describeAbort(rig: () => ServedRig): void {
  it('sends no request when already aborted', async () => {
    const stop = new Error('stopped');
    await expect(rig().source.fetchDay(NEWER, { signal: AbortSignal.abort(stop) })).rejects.toBe(stop);
    expect(rig().server.requests).toEqual([]);
  });

  it("rejects with the signal's reason during a request, and sends no more", async () => {
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

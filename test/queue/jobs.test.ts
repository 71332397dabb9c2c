import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUEUE_NAMES } from '../../config/queues.ts';
import { JOBS, type JobName, type JobRequest, jobId, newJob } from '../../src/queue/jobs.ts';

const times = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const agains = fc.stringMatching(/^[0-9a-z-]{1,40}$/);

/** Requests for every job with every payload it accepts from these times and `again` values. */
function requestsOf(moments: fc.Arbitrary<string>, marks: fc.Arbitrary<string>): fc.Arbitrary<JobRequest> {
  const rerunnable = {
    day: moments.map((time) => time.slice(0, 10)),
    again: fc.option(marks, { nil: undefined }),
  };
  const hourly = {
    ...rerunnable,
    hour: fc.option(
      moments.map((time) => time.slice(0, 13)),
      { nil: undefined },
    ),
  };
  const payloads: Record<JobName, fc.Arbitrary<Record<string, unknown>>> = {
    ingest: fc.record({ source: fc.stringMatching(/^[a-z][a-z-]{1,30}$/), ...hourly }),
    'back-fill': fc.record({
      source: fc.stringMatching(/^[a-z][a-z-]{1,30}$/),
      hour: moments.map((time) => time.slice(0, 13)),
    }),
    observe: fc.record(hourly),
    rank: fc.record(hourly),
    plan: fc.record(hourly),
    deliver: fc.record(rerunnable),
    'send-slot': fc.record({ slot: moments.map((time) => time.slice(0, 16).replace(':', '-')) }),
    'send-due': fc.record({
      slot: moments.map((time) => time.slice(0, 16).replace(':', '-')),
      share: fc.integer({ min: 1, max: 16 }),
      round: fc.integer({ min: 1, max: 9 }),
      again: rerunnable.again,
    }),
    notify: fc.record({ notificationId: fc.uuid({ version: 4 }), again: rerunnable.again }),
    answer: fc.record({ askId: fc.uuid({ version: 4 }), again: rerunnable.again }),
    import: fc.record({ importId: fc.integer({ min: 1, max: 99 }), again: rerunnable.again }),
    refit: fc.record({ day: rerunnable.day }),
    housekeeping: fc.record(rerunnable),
  };
  return fc
    .constantFrom(...(Object.keys(JOBS) as JobName[]))
    .chain((name) => payloads[name].map((payload) => newJob(name, payload as never) as JobRequest));
}

const requests = requestsOf(times, agains);
/** Few values, so that two requests often differ in one field only. */
const close = requestsOf(
  fc.constantFrom('2026-11-23T07:15', '2026-11-23T08:15', '2026-11-24T07:30'),
  fc.constantFrom('1', '2026-11-23t07'),
);

describe('JOBS', () => {
  it('gives ids that BullMQ accepts: no colon, never digits only', () => {
    fc.assert(
      fc.property(requests, (job) => {
        const id = jobId(job);
        expect(id).not.toContain(':');
        expect(id).not.toMatch(/^\d+$/);
        expect(id.length).toBeLessThan(130);
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives equal ids exactly for equal names and payloads', () => {
    fc.assert(
      fc.property(close, close, (one, other) => {
        const same = one.name === other.name && canonical(one.payload) === canonical(other.payload);
        expect(jobId(one) === jobId(other)).toBe(same);
        expect(jobId({ ...one, optional: true, attempts: 1, children: [other] })).toBe(jobId(one));
      }),
      { numRuns: 10_000 },
    );
  });

  it('gives the same id for any order of the fields', () => {
    expect(jobId(newJob('rank', { hour: '2026-11-23T07', day: '2026-11-23' }))).toBe(
      jobId(newJob('rank', { day: '2026-11-23', hour: '2026-11-23T07' })),
    );
  });

  it.each(Object.keys(JOBS) as JobName[])(
    'puts %s in a queue that has workers, and tries it more than once',
    (name) => {
      expect(QUEUE_NAMES).toContain(JOBS[name].queue);
      expect(JOBS[name].attempts).toBeGreaterThan(1);
      expect(JOBS[name].backoffMs).toBeGreaterThanOrEqual(1_000);
    },
  );
});

describe('newJob', () => {
  it('drops unknown fields of the payload', () => {
    const payload = { day: '2026-11-23', address: 'reader@example.com' };
    expect(newJob('plan', payload).payload).toEqual({ day: '2026-11-23' });
  });

  it.each([
    ['plan', { day: '2026-02-30' }],
    ['plan', { day: '2026-11-23T00:00:00Z' }],
    ['plan', { day: '2026-11-23', again: 'a:b' }],
    ['plan', { day: '2026-11-23', again: '' }],
    ['rank', { day: '2026-11-23', hour: '2026-11-23T07:00' }],
    ['ingest', { day: '2026-11-23', source: 'Hugging Face' }],
    ['ingest', { day: '2026-11-23' }],
    ['send-slot', { slot: '2026-11-23T07:15' }],
    ['send-due', { slot: '2026-11-23T07-15', share: 0, round: 1 }],
    ['notify', { notificationId: '42' }],
  ] as const)('is refused for %s with %j', (name, payload) => {
    expect(() => newJob(name, payload as never)).toThrow();
  });
});

function canonical(payload: unknown): string {
  const fields = Object.entries(payload as Record<string, unknown>).filter(
    ([, value]) => value !== undefined,
  );
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUEUE_NAMES } from '../../config/queues.ts';
import { JOB_NAMES, JOBS, type JobName, type JobRequest, jobId, request } from '../../src/queue/jobs.ts';

const days = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const day = days.map((time) => time.slice(0, 10));
const hour = days.map((time) => time.slice(0, 13));
const again = fc.stringMatching(/^[0-9a-z-]{1,40}$/);
const rerunnable = { day, again: fc.option(again, { nil: undefined }) };
const hourly = { ...rerunnable, hour: fc.option(hour, { nil: undefined }) };

/** Every payload that each job accepts. */
const PAYLOADS: Record<JobName, fc.Arbitrary<Record<string, unknown>>> = {
  ingest: fc.record({ source: fc.stringMatching(/^[a-z][a-z-]{1,30}$/), ...hourly }),
  observe: fc.record(hourly),
  rank: fc.record(hourly),
  plan: fc.record(rerunnable),
  deliver: fc.record(rerunnable),
  'send-slot': fc.record({ slot: days.map((time) => time.slice(0, 16).replace(':', '-')) }),
  notify: fc.record({ notificationId: fc.uuid({ version: 4 }) }),
  housekeeping: fc.record(rerunnable),
};

const requests = fc
  .constantFrom(...JOB_NAMES)
  .chain((name) => PAYLOADS[name].map((payload) => request(name, payload as never) as JobRequest));

describe('the catalogue of jobs', () => {
  it('gives ids that BullMQ takes: no colon, never digits alone', () => {
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

  it('gives the same id for the same payload and name, and different ids for different ones', () => {
    fc.assert(
      fc.property(requests, requests, (one, other) => {
        const same = one.name === other.name && canonical(one.payload) === canonical(other.payload);
        expect(jobId(one) === jobId(other)).toBe(same);
        expect(jobId({ ...one, optional: true, attempts: 1, children: [other] })).toBe(jobId(one));
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives one id whatever the order of the fields', () => {
    expect(jobId(request('rank', { hour: '2026-11-23T07', day: '2026-11-23' }))).toBe(
      jobId(request('rank', { day: '2026-11-23', hour: '2026-11-23T07' })),
    );
  });

  it.each(JOB_NAMES)('puts %s in a queue that has workers, and tries it more than once', (name) => {
    expect(QUEUE_NAMES).toContain(JOBS[name].queue);
    expect(JOBS[name].attempts).toBeGreaterThan(1);
    expect(JOBS[name].backoffMs).toBeGreaterThanOrEqual(1_000);
  });
});

describe('a request', () => {
  it('keeps only what the payload names', () => {
    const payload = { day: '2026-11-23', address: 'reader@example.com' };
    expect(request('plan', payload).payload).toEqual({ day: '2026-11-23' });
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
    ['notify', { notificationId: '42' }],
  ] as const)('is refused for %s with %j', (name, payload) => {
    expect(() => request(name, payload as never)).toThrow();
  });
});

function canonical(payload: unknown): string {
  const fields = Object.entries(payload as Record<string, unknown>).filter(
    ([, value]) => value !== undefined,
  );
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

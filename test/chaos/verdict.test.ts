import { describe, expect, it } from 'vitest';
import { checkRun, type RunRecord } from '../../chaos/verdict.ts';

const EDITION = 'daily-2026-11-23';
const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 8, 0, second));

const row = (deliveryId: string, state: string, reason: string | null = null) => ({
  deliveryId,
  editionId: EDITION,
  subscriberId: `recipient-${deliveryId}`,
  state,
  reason,
  attempts: 1,
  attemptIds: ['attempt'],
  arrival: null,
  subscriberState: 'active',
});
const email = (deliveryId: string, key: string | null = 'key', second: number | null = 10) => ({
  deliveryId,
  key,
  at: second === null ? null : at(second),
});
const start = (second: number, key = 'key', replays = 0) => ({
  editionId: EDITION,
  key,
  attemptId: 'attempt',
  replays,
  began: at(second),
});

/** Record of a run without problems: two subscribers, one email each. */
function record(changes: Partial<RunRecord> = {}): RunRecord {
  const rows = changes.rows ?? [row('a', 'accepted'), row('b', 'accepted')];
  return {
    rows,
    editions: [
      {
        id: EDITION,
        state: 'finished',
        reason: null,
        planned: 0,
        sending: 0,
        uncertain: 0,
        failed: 0,
        audience: rows.length,
      },
    ],
    beforeOperator: rows,
    starts: [start(5)],
    accepted: [email('a'), email('b')],
    refused: new Set(),
    optOuts: [],
    closedPeriods: [],
    canceled: new Set(),
    reported: new Map(),
    papers: { subscribers: [], picks: 4 },
    subscribers: rows.length,
    mayEndUncertain: false,
    ...changes,
  };
}
const brokenIn = (changes: Partial<RunRecord>) => checkRun(record(changes)).broken.join('\n');

describe('the check of a run', () => {
  it('passes a run without problems', () => {
    expect(checkRun(record())).toMatchObject({
      audience: 2,
      accepted: 2,
      duplicates: 0,
      missing: 0,
      broken: [],
    });
  });

  it('reports a second email, even if the database knows of one only', () => {
    const verdict = checkRun(record({ accepted: [email('a'), email('a'), email('b')] }));
    expect(verdict).toMatchObject({ duplicates: 1, concerned: ['a'] });
    expect(verdict.broken.join()).toContain('with two emails: 1');
  });

  it('reports a subscriber without an email in any delivery state', () => {
    for (const [state, reason] of [
      ['accepted', null],
      ['excluded', 'too-late'],
      ['excluded', 'nothing-new'],
      ['excluded', 'unsubscribed'],
      ['failed', 'rate_limit_exceeded'],
      ['uncertain', 'asked again'],
      ['planned', null],
    ] as const) {
      const rows = [row('a', state, reason), row('b', 'accepted')];
      expect(checkRun(record({ rows, accepted: [email('b')] })), state).toMatchObject({ missing: 1 });
    }
  });

  it('allows no email after an opt-out or for a canceled edition', () => {
    const gone = (state: string, changes: Partial<RunRecord>) =>
      checkRun(
        record({ rows: [row('a', state, 'why'), row('b', 'accepted')], accepted: [email('b')], ...changes }),
      );
    const canceled = new Set([EDITION]);
    const optOuts = [{ subscriberId: 'recipient-a', since: at(1) }];
    expect(gone('excluded', { optOuts }).broken).toEqual([]);
    expect(gone('excluded', { canceled }).broken).toEqual([]);
    expect(gone('uncertain', { canceled, mayEndUncertain: true }).broken).toEqual([]);
    expect(gone('planned', { canceled }).broken.join()).toContain('still scheduled or sending: 1');
  });

  it('reports work left to the operator without a reason', () => {
    const beforeOperator = [row('a', 'failed', 'deferred'), row('b', 'uncertain')];
    const broken = brokenIn({ beforeOperator });
    expect(broken).toContain('did not refuse: 1');
    expect(broken).toContain('not allowed here: 1');
    expect(brokenIn({ beforeOperator, refused: new Set(['a']), mayEndUncertain: true })).toBe('');
    expect(checkRun(record({ beforeOperator }))).toMatchObject({ uncertain: 1, refused: 1 });
  });

  it('reports an email only if its attempt started after the opt-out', () => {
    const left = (second: number) => [{ subscriberId: 'recipient-a', since: at(second) }];
    expect(brokenIn({ optOuts: left(4) })).toContain('after they opted out: 1');
    // It had started before, so the later arrival is allowed.
    expect(brokenIn({ optOuts: left(6) })).toBe('');
    // Replayed under the same key after the opt-out: the later call was accepted.
    expect(brokenIn({ optOuts: left(6), starts: [start(5), start(8, 'key', 1)] })).toContain(
      'after they opted out: 1',
    );
    // Without keys and times the earliest attempt of the delivery counts.
    const accepted = [email('a', null, null), email('b', null, null)];
    expect(brokenIn({ optOuts: left(6), accepted })).toBe('');
    expect(brokenIn({ optOuts: left(4), accepted })).toContain('after they opted out: 1');
  });

  it('reports a batch that started while its edition was paused', () => {
    expect(brokenIn({ closedPeriods: [{ editionId: EDITION, from: at(4), until: at(6) }] })).toContain(
      'paused',
    );
    expect(brokenIn({ closedPeriods: [{ editionId: EDITION, from: at(1), until: at(4) }] })).toBe('');
    expect(brokenIn({ closedPeriods: [{ editionId: EDITION, from: at(1), until: null }] })).toContain(
      'paused',
    );
  });

  it('reports provider reports that were not applied', () => {
    const reported = new Map([['a', 'complained']]);
    expect(brokenIn({ reported })).toContain('not applied: 1');
    const rows = [{ ...row('a', 'accepted'), arrival: 'complained' }, row('b', 'accepted')];
    expect(brokenIn({ reported, rows })).toContain('with a bounce or complaint: 1');
    const [first, second] = rows;
    if (!first || !second) throw new Error('Two rows expected.');
    expect(brokenIn({ reported, rows: [{ ...first, subscriberState: 'suppressed' }, second] })).toBe('');
  });

  it('reports a paper that was sent twice', () => {
    expect(brokenIn({ papers: { subscribers: ['recipient-b'], picks: 4 } })).toContain(
      'one paper in two digests: 1',
    );
  });

  it('reports totals that do not add up or contradict the provider', () => {
    expect(brokenIn({ subscribers: 3 })).toContain('without a planned delivery: 1');
    expect(brokenIn({ rows: [row('a', 'failed'), row('b', 'accepted')] })).toContain(
      'contradict the provider',
    );
    expect(brokenIn({ accepted: [email('a'), email('b'), email('c')] })).toContain(
      'emails without a delivery: 1',
    );
    const edition = { id: EDITION, reason: null, planned: 0, sending: 0, uncertain: 0, failed: 0 };
    expect(brokenIn({ editions: [{ ...edition, state: 'finished', audience: 3 }] })).toContain('add up');
    expect(brokenIn({ editions: [{ ...edition, state: 'open', audience: 2 }] })).toContain('is open');
  });
});

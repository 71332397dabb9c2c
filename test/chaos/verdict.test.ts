import { describe, expect, it } from 'vitest';
import { type Happened, judge } from '../../chaos/verdict.ts';

const EDITION = 'daily-2026-11-23';
const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 8, 0, second));

const row = (deliveryId: string, state: string, reason: string | null = null) => ({
  deliveryId,
  editionId: EDITION,
  subscriberId: `person-${deliveryId}`,
  state,
  reason,
  attempts: 1,
  attemptIds: ['attempt'],
  arrival: null,
  subscriberState: 'active',
});
const mail = (deliveryId: string, key: string | null = 'key', second: number | null = 10) => ({
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

/** A run in which all went well: two people, one mail each. */
function happened(changes: Partial<Happened> = {}): Happened {
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
    before: rows,
    starts: [start(5)],
    taken: [mail('a'), mail('b')],
    refused: new Set(),
    leaves: [],
    closures: [],
    cancelled: new Set(),
    told: new Map(),
    papers: { people: [], picks: 4 },
    people: rows.length,
    mayBeUncertain: false,
    ...changes,
  };
}
const brokenIn = (changes: Partial<Happened>) => judge(happened(changes)).broken.join('\n');

describe('the judge of a run', () => {
  it('finds nothing where all went well', () => {
    expect(judge(happened())).toMatchObject({ audience: 2, accepted: 2, two: 0, without: 0, broken: [] });
  });

  it('sees a second mail, also where the books know of one only', () => {
    const verdict = judge(happened({ taken: [mail('a'), mail('a'), mail('b')] }));
    expect(verdict).toMatchObject({ two: 1, concerned: ['a'] });
    expect(verdict.broken.join()).toContain('two mails: 1');
  });

  it('sees who got none, whatever the books call it', () => {
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
      expect(judge(happened({ rows, taken: [mail('b')] })), state).toMatchObject({ without: 1 });
    }
  });

  it('lets go without one whoever left, and whose edition was cancelled', () => {
    const gone = (state: string, changes: Partial<Happened>) =>
      judge(
        happened({ rows: [row('a', state, 'why'), row('b', 'accepted')], taken: [mail('b')], ...changes }),
      );
    const cancelled = new Set([EDITION]);
    const leaves = [{ subscriberId: 'person-a', since: at(1) }];
    expect(gone('excluded', { leaves }).broken).toEqual([]);
    expect(gone('excluded', { cancelled }).broken).toEqual([]);
    expect(gone('uncertain', { cancelled, mayBeUncertain: true }).broken).toEqual([]);
    expect(gone('planned', { cancelled }).broken.join()).toContain('left planned: 1');
  });

  it('sees what was left to an operator without need', () => {
    const before = [row('a', 'failed', 'deferred'), row('b', 'uncertain')];
    const broken = brokenIn({ before });
    expect(broken).toContain('refused none of them: 1');
    expect(broken).toContain('uncertain where nothing may be: 1');
    expect(brokenIn({ before, refused: new Set(['a']), mayBeUncertain: true })).toBe('');
    expect(judge(happened({ before }))).toMatchObject({ uncertain: 1, refused: 1 });
  });

  it('sees a mail whose attempt began after its person had left, and no other', () => {
    const left = (second: number) => [{ subscriberId: 'person-a', since: at(second) }];
    expect(brokenIn({ leaves: left(4) })).toContain('after they left: 1');
    // It had begun before; that it arrived later is nobody's fault.
    expect(brokenIn({ leaves: left(6) })).toBe('');
    // Asked again under the same key after they left: the call that was taken is the later one.
    expect(brokenIn({ leaves: left(6), starts: [start(5), start(8, 'key', 1)] })).toContain(
      'after they left: 1',
    );
    // Without keys and times the earliest attempt of the delivery counts.
    const taken = [mail('a', null, null), mail('b', null, null)];
    expect(brokenIn({ leaves: left(6), taken })).toBe('');
    expect(brokenIn({ leaves: left(4), taken })).toContain('after they left: 1');
  });

  it('sees a batch that began while its edition was paused', () => {
    expect(brokenIn({ closures: [{ editionId: EDITION, from: at(4), until: at(6) }] })).toContain('paused');
    expect(brokenIn({ closures: [{ editionId: EDITION, from: at(1), until: at(4) }] })).toBe('');
    expect(brokenIn({ closures: [{ editionId: EDITION, from: at(1), until: null }] })).toContain('paused');
  });

  it('sees reports that came to nothing', () => {
    const told = new Map([['a', 'complained']]);
    expect(brokenIn({ told })).toContain('forgotten: 1');
    const rows = [{ ...row('a', 'accepted'), arrival: 'complained' }, row('b', 'accepted')];
    expect(brokenIn({ told, rows })).toContain('may be mailed: 1');
    const [first, second] = rows;
    if (!first || !second) throw new Error('Two rows were made.');
    expect(brokenIn({ told, rows: [{ ...first, subscriberState: 'suppressed' }, second] })).toBe('');
  });

  it('sees a paper that came twice', () => {
    expect(brokenIn({ papers: { people: ['person-b'], picks: 4 } })).toContain('one paper twice: 1');
  });

  it('sees books that do not balance, or that the provider contradicts', () => {
    expect(brokenIn({ people: 3 })).toContain('never planned for: 1');
    expect(brokenIn({ rows: [row('a', 'failed'), row('b', 'accepted')] })).toContain('something else');
    expect(brokenIn({ taken: [mail('a'), mail('b'), mail('c')] })).toContain('no delivery: 1');
    const edition = { id: EDITION, reason: null, planned: 0, sending: 0, uncertain: 0, failed: 0 };
    expect(brokenIn({ editions: [{ ...edition, state: 'finished', audience: 3 }] })).toContain('balance');
    expect(brokenIn({ editions: [{ ...edition, state: 'open', audience: 2 }] })).toContain('is open');
  });
});

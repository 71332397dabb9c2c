import { describe, expect, it } from 'vitest';
import { createLog, limitRepeats } from '../src/log.ts';

function lines(level = 'info') {
  const written: string[] = [];
  const log = createLog(level, { write: (line: string) => void written.push(line) });
  return { log, written, parsed: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the log', () => {
  it('writes one JSON object per line with its time, without process and host', () => {
    const { log, written, parsed } = lines();
    log.info({ edition: 'daily-2026-11-23' }, 'planned\nand more');
    expect(written[0]?.split('\n')).toEqual([expect.anything(), '']);
    expect(parsed()).toEqual([
      {
        level: 30,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        edition: 'daily-2026-11-23',
        msg: 'planned\nand more',
      },
    ]);
  });

  it('writes nothing below its level', () => {
    const { log, written } = lines('error');
    log.warn('not this');
    log.error('but this');
    expect(written).toHaveLength(1);
  });

  it.each([
    { address: 'reader@example.com' },
    { to: 'reader@example.com' },
    { html: 'reader@example.com' },
    { text: 'reader@example.com' },
    { token: 'reader@example.com' },
    { mail: { to: 'reader@example.com', html: 'reader@example.com', text: 'reader@example.com' } },
    { subscriber: { id: '1', address: 'reader@example.com' } },
    { link: { token: 'reader@example.com' } },
    { mails: [{ to: 'reader@example.com' }] },
    { to: ['reader@example.com'] },
    { batch: { mails: [{ to: 'reader@example.com' }] } },
  ])('redacts fields that may hold an address or a secret: %j', (fields) => {
    const { log, written } = lines();
    log.info(fields, 'sent');
    log.child(fields).warn('sent again');
    expect(written).toHaveLength(2);
    for (const line of written) {
      expect(line).toContain('[redacted]');
      expect(line).not.toContain('reader@');
    }
  });

  it('does not modify the object it logs', () => {
    const { log } = lines();
    const mail = { to: 'reader@example.com' };
    log.info({ mail }, 'sent');
    expect(mail).toEqual({ to: 'reader@example.com' });
  });
});

describe('limitRepeats', () => {
  const limited = (everyMs: number) => {
    const state = { now: 0, written: [] as [string, number][] };
    const report = limitRepeats(
      everyMs,
      () => state.now,
      (message, held) => state.written.push([message, held]),
    );
    return { state, report };
  };

  it('passes a message once per interval with the number of repeats held back', () => {
    const { state, report } = limited(60_000);
    for (state.now = 0; state.now < 120_000; state.now += 1_000) report('it is away');
    expect(state.written).toEqual([
      ['it is away', 0],
      ['it is away', 59],
    ]);
    state.now = 600_000;
    report('it is away');
    expect(state.written.at(-1)).toEqual(['it is away', 59]);
  });

  it('holds back only equal messages', () => {
    const { state, report } = limited(60_000);
    for (const message of ['one', 'two', 'one', 'three', 'two']) report(message);
    expect(state.written.map(([message]) => message)).toEqual(['one', 'two', 'three']);
  });

  it('keeps limiting a repeating message among many others', () => {
    const { state, report } = limited(60_000);
    for (let index = 0; index < 200; index += 1) report(`a different one: ${index}`);
    report('it is away');
    report('a further one');
    report('it is away');
    expect(state.written.filter(([message]) => message === 'it is away')).toHaveLength(1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { CSV_COLUMNS, parseCsvRow as parseAt, toCsvRow } from '../../../src/subscribers/csv/csv-row.ts';
import { preferenceSchema } from '../../../src/subscribers/preferences/preference.ts';
import { csvSubscriberArbitrary } from '../../support/preferences.ts';

const NOW = new Date('2026-11-23T08:05:00Z');
const parseCsvRow = (cells: Record<string, string>) =>
  parseAt(cells, { now: NOW, taxonomy: BUILT_IN_TAXONOMY });
const good = {
  address: 'ada@example.com',
  consent_at: '2026-03-01T09:30:00Z',
  consent_source: 'a form on paper',
};
const problemsOf = (cells: Record<string, string>) => {
  const parsed = parseCsvRow({ ...good, ...cells });
  return 'problems' in parsed ? parsed.problems : [];
};

describe('a line of the file', () => {
  it.each([
    'Asia/Kolkata',
    'Asia/Calcutta',
    'Europe/Kyiv',
    'America/Nuuk',
    'US/Pacific',
    ' Asia/Ho_Chi_Minh ',
  ])('may name its time zone %s', (zone) => {
    expect(parseCsvRow({ ...good, time_zone: zone })).toMatchObject({
      preference: { timeZone: zone.trim() },
    });
  });

  it('needs an address and a record of consent, and nothing else', () => {
    expect(parseCsvRow(good)).toEqual({
      address: 'ada@example.com',
      consentAt: new Date('2026-03-01T09:30:00Z'),
      consentSource: 'a form on paper',
      preference: preferenceSchema.parse({}),
    });
  });

  it('holds a complete preference', () => {
    const parsed = parseCsvRow({
      ...good,
      address: ' Ada@Example.COM ',
      state: 'active',
      cadence: 'weekly',
      weekly_day: '5',
      size: '12',
      send_hour: '0',
      time_zone: 'Europe/Berlin',
      skip_quiet_days: 'false',
      language: ' DE',
      topics: 'robotics-embodied; speech-audio-music',
      queries: '"sparse attention";;graph   networks; ',
      authors: 'Jane Doe',
      muted_topics: 'agents-tool-use',
      muted_organisations: 'Example Labs',
      'First Name': 'Ada',
    });
    expect(parsed).toEqual({
      address: 'ada@example.com',
      consentAt: new Date('2026-03-01T09:30:00Z'),
      consentSource: 'a form on paper',
      preference: {
        cadence: 'weekly',
        weeklyDay: 5,
        size: 12,
        sendHour: 0,
        timeZone: 'Europe/Berlin',
        skipQuietDays: false,
        language: 'de',
        interests: [
          { kind: 'topic', mode: 'follow', value: 'robotics-embodied' },
          { kind: 'topic', mode: 'follow', value: 'speech-audio-music' },
          { kind: 'query', mode: 'follow', value: '"sparse attention"' },
          { kind: 'query', mode: 'follow', value: 'graph networks' },
          { kind: 'author', mode: 'follow', value: 'Jane Doe' },
          { kind: 'topic', mode: 'mute', value: 'agents-tool-use' },
          { kind: 'organisation', mode: 'mute', value: 'Example Labs' },
        ],
      },
    });
  });

  it.each([
    [{ address: '' }, 'address is missing'],
    [{ address: 'ada' }, 'address is not a valid email address'],
    [
      { address: 'adä@example.org' },
      'address has letters outside a–z before the @ (SMTPUTF8): use another address of the same mailbox',
    ],
    [{ consent_at: '  ' }, 'consent_at is missing'],
    [{ consent_source: '' }, 'consent_source is missing'],
    [{ consent_source: 'x'.repeat(201) }, '200'],
    [{ language: 'fr' }, 'language must be one of: en, de'],
    [{ state: 'unsubscribed' }, 'state must be active'],
    [{ state: 'suppressed' }, 'state must be active'],
    [{ cadence: 'hourly' }, 'cadence must be one of: daily, weekdays, weekly'],
    [{ weekly_day: '9' }, 'weeklyDay must be 1 (Monday) to 7'],
    [{ size: 'seven' }, 'size must be a whole number'],
    [{ size: '1e1' }, 'size must be a whole number'],
    [{ send_hour: '-1' }, 'send_hour must be a whole number'],
    [{ time_zone: 'Mars/Olympus_Mons' }, 'timeZone must be an IANA time zone'],
    [{ skip_quiet_days: 'maybe' }, 'skip_quiet_days must be true or false'],
    [{ topics: 'no-such-topic' }, 'must be a topic of the taxonomy'],
    [{ queries: 'x' }, 'must have at least 2 characters'],
  ])('rejects %j with the reason', (cells, why) => {
    expect(problemsOf(cells)).toEqual([expect.stringContaining(why)]);
  });

  it('reports every problem at once', () => {
    expect(problemsOf({ address: 'ada', consent_at: '', cadence: 'hourly', queries: 'x' })).toHaveLength(4);
  });

  it('must have been consented to before it is imported', () => {
    expect(problemsOf({ consent_at: '2026-11-24' })).toEqual([expect.stringContaining('in the future')]);
  });

  it('lists at most ten problems of a row', () => {
    const topics = Array.from({ length: 5_000 }, (_, index) => `no-topic-${index}`).join(';');
    expect(problemsOf({ topics })).toHaveLength(1);
    const everything = ['address', 'consent_at', 'consent_source', 'state', 'cadence', 'weekly_day', 'size'];
    const more = ['send_hour', 'skip_quiet_days', 'language', 'topics', 'queries'];
    const problems = problemsOf(Object.fromEntries([...everything, ...more].map((name) => [name, '?'])));
    expect(problems).toHaveLength(11);
    expect(problems.at(-1)).toBe('and 1 more');
  });

  it.each([
    ['TRUE', true],
    ['WAHR', true],
    ['VRAI', true],
    ['1', true],
    ['yes', true],
    ['ja', true],
    ['x', true],
    ['FALSE', false],
    ['FALSCH', false],
    ['0', false],
    ['no', false],
    ['nein', false],
  ])('reads %s as a spreadsheet means it', (text, skipQuietDays) => {
    expect(parseCsvRow({ ...good, skip_quiet_days: text })).toMatchObject({ preference: { skipQuietDays } });
  });

  it('takes a locale as its language', () => {
    expect(parseCsvRow({ ...good, language: 'de-AT' })).toMatchObject({ preference: { language: 'de' } });
  });

  it('normalizes the source of consent to one storable line', () => {
    expect(parseCsvRow({ ...good, consent_source: ' a form\r\non\u0000paper ' })).toMatchObject({
      consentSource: 'a form on paper',
    });
  });
});

describe('a subscriber as a line', () => {
  it('has every column, as text', () => {
    const parsed = parseCsvRow(good);
    if ('problems' in parsed) throw new Error('the line is good');
    const row = toCsvRow({ ...parsed, state: 'active' });
    expect(Object.keys(row)).toEqual([...CSV_COLUMNS]);
    expect(row).toMatchObject({
      address: 'ada@example.com',
      consent_at: '2026-03-01T09:30:00.000Z',
      topics: '',
      weekly_day: '1',
    });
  });

  it('is read back as it was', () => {
    fc.assert(
      fc.property(csvSubscriberArbitrary, (subscriber) => {
        const back = parseCsvRow(toCsvRow({ ...subscriber, state: 'active' }));
        expect(
          'problems' in back ? back : { ...back, preference: { ...back.preference, interests: [] } },
        ).toEqual({
          ...subscriber,
          preference: { ...subscriber.preference, interests: [] },
        });
        const interests = 'problems' in back ? [] : back.preference.interests;
        expect(new Set(interests.map((each) => JSON.stringify(each)))).toEqual(
          new Set(
            subscriber.preference.interests.map(({ kind, mode, value }) =>
              JSON.stringify({ kind, mode, value }),
            ),
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('has no cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(csvSubscriberArbitrary, (subscriber) => {
        const cells = Object.values(toCsvRow({ ...subscriber, state: 'active' }));
        expect(cells.filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('removes the apostrophe that other programs put before a formula, and no other', () => {
    expect(parseCsvRow({ ...good, address: "'+ada@example.com" })).toMatchObject({
      address: '+ada@example.com',
    });
    expect(parseCsvRow({ ...good, address: "'ada@example.com" })).toMatchObject({
      address: "'ada@example.com",
    });
    expect(parseCsvRow({ ...good, authors: "'t Hooft" })).toMatchObject({
      preference: { interests: [{ value: "'t Hooft" }] },
    });
  });
});

import { describe, expect, it } from 'vitest';
import {
  assembleDay,
  isoTime,
  newestDay,
  readableWithin,
  rejection,
  unopenedDay,
  webLink,
} from '../../../src/papers/sources/entry-fields.ts';
import type { SourcePaper } from '../../../src/ports.ts';

const DAY = '2026-06-11';

function paper(id: string, fields: Partial<SourcePaper> = {}): SourcePaper {
  return {
    id,
    version: null,
    title: 'A title',
    abstract: null,
    summary: null,
    authors: [],
    authorCount: 0,
    organisation: null,
    categories: [],
    primaryCategory: null,
    publishedAt: null,
    updatedAt: null,
    comment: null,
    withdrawn: false,
    links: {},
    listDay: DAY,
    ...fields,
  };
}

describe('readableWithin', () => {
  it('returns null when nothing readable is left', () => {
    expect([null, undefined, '', ' \u0000\u200b '].map((text) => readableWithin(text, 10))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('never splits a character', () => {
    expect(readableWithin('aaa😀😀', 4)).toBe('aaa');
    expect(readableWithin('aaa😀😀', 5)).toBe('aaa😀');
  });
});

describe('isoTime', () => {
  it.each([
    ['2026-06-11T17:59:49Z', '2026-06-11T17:59:49.000Z'],
    ['2026-06-11T20:00:00-04:00', '2026-06-12T00:00:00.000Z'],
    ['2026-06-11', '2026-06-11T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', null],
    ['+099999-01-01T00:00:00Z', null],
    ['soon', null],
    ['', null],
    [null, null],
  ])('reads %j as %j', (text, expected) => {
    expect(isoTime(text)).toBe(expected);
  });
});

describe('webLink', () => {
  it.each([
    [' https://Example.org/A ', 'https://example.org/A'],
    ['http://example.org', 'http://example.org/'],
    ['https://example.org/ü?q=<b>"', 'https://example.org/%C3%BC?q=%3Cb%3E%22'],
    ['ftp://example.org/', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('normalizes %j to %j', (text, expected) => {
    expect(webLink(text)).toBe(expected);
  });
});

describe('newestDay', () => {
  const now = new Date(`${DAY}T12:00:00Z`);
  it.each([
    [['2026-06-09', '2026-06-10', '2026-06-08'], '2026-06-10'],
    [['2026-06-09', DAY, '2099-01-01'], DAY],
    [['2026-07-01', '2026-08-01'], '2026-08-01'],
    [[], null],
  ])('for %j returns %j', (days, expected) => {
    expect(newestDay(days, now)).toBe(expected);
  });
});

describe('assembleDay', () => {
  it("keeps each paper once: its highest version, else its first entry, with that entry's readings", () => {
    const entry = (id: string, version: number | null, value: number) => ({
      paper: paper(id, { version }),
      readings: [{ paperId: id, signal: 'hf_upvotes' as const, value }],
      rejections: [],
    });
    const day = assembleDay(DAY, [
      entry('a', null, 1),
      entry('b', 1, 2),
      entry('a', null, 3),
      entry('b', 2, 4),
      entry('b', 1, 5),
    ]);
    expect(day.papers.map(({ id, version }) => [id, version])).toEqual([
      ['a', null],
      ['b', 2],
    ]);
    expect(day.readings.map((reading) => reading.value)).toEqual([1, 4]);
  });

  it('drops duplicate rejections', () => {
    const refused = { paper: null, readings: [], rejections: [rejection('x', 'bad')] };
    const other = { paper: null, readings: [], rejections: [rejection('x', 'worse')] };
    expect(assembleDay(DAY, [refused, other, refused]).rejections).toEqual([
      { entry: 'x', reason: 'bad' },
      { entry: 'x', reason: 'worse' },
    ]);
  });

  it('returns an open day', () => {
    expect([assembleDay(DAY, []).open, unopenedDay(DAY).open]).toEqual([true, false]);
  });
});

describe('rejection', () => {
  it('is short and readable for any input', () => {
    const { entry, reason } = rejection(`\u0007${'x'.repeat(1_000)}`, `\r\n${'y'.repeat(1_000)}`);
    expect([entry.length, reason.length]).toEqual([100, 300]);
    expect(rejection('', '')).toEqual({ entry: 'an entry', reason: 'unreadable' });
  });
});

import { describe, expect, it } from 'vitest';
import { parseHttpDate } from '../../../src/web/http/http-date.ts';

const TIME = Date.parse('1994-11-06T08:49:37Z');

describe('parseHttpDate', () => {
  it.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'reads %s',
    (text) => {
      expect(parseHttpDate(text)).toBe(TIME);
    },
  );

  it.each([
    '',
    '1',
    '1994-11-06T08:49:37Z',
    'Sun, 06 Nov 1994 08:49:37 +0100',
    'Sun, 99 Nov 1994 08:49:37 GMT',
    'soon',
  ])('returns null for %j', (text) => {
    expect(parseHttpDate(text)).toBeNull();
  });
});

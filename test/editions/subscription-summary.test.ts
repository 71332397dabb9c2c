import { describe, expect, it } from 'vitest';
import { LANGUAGE_CODES, type Language } from '../../config/languages.ts';
import { BUILT_IN_TAXONOMY } from '../../config/topics/built-in.ts';
import {
  signUpSummary,
  subscriptionSummary,
  welcomeSummary,
} from '../../src/editions/subscription-summary.ts';
import { type Interest, preferenceSchema } from '../../src/subscribers/preferences/preference.ts';

const follows = {
  interests: 3,
  topics: 3,
  cadence: 'weekdays' as const,
  weeklyDay: 1,
  sendHour: 7,
  timeZone: 'Europe/Berlin',
};

describe('subscriptionSummary', () => {
  it.each([
    [{}, 'You follow 3\u00A0topics · weekdays at 07:00, Berlin'],
    [{ interests: 1, topics: 1 }, 'You follow 1\u00A0topic · weekdays at 07:00, Berlin'],
    [{ topics: 2 }, 'You follow 3\u00A0interests · weekdays at 07:00, Berlin'],
    [{ interests: 1, topics: 0 }, 'You follow 1\u00A0interest · weekdays at 07:00, Berlin'],
    [{ interests: 0, topics: 0 }, 'You follow all topics · weekdays at 07:00, Berlin'],
    [{ cadence: 'daily' as const, sendHour: 0 }, 'You follow 3\u00A0topics · every day at 00:00, Berlin'],
    [
      { cadence: 'weekly' as const, weeklyDay: 7, sendHour: 23 },
      'You follow 3\u00A0topics · Sundays at 23:00, Berlin',
    ],
    [{ cadence: 'weekly' as const }, 'You follow 3\u00A0topics · Mondays at 07:00, Berlin'],
    [{ timeZone: 'UTC' }, 'You follow 3\u00A0topics · weekdays at 07:00\u00A0UTC'],
    [{ timeZone: 'Etc/UTC' }, 'You follow 3\u00A0topics · weekdays at 07:00\u00A0UTC'],
    [{ timeZone: 'America/New_York' }, 'You follow 3\u00A0topics · weekdays at 07:00, New York'],
    [
      { timeZone: 'America/Argentina/Buenos_Aires' },
      'You follow 3\u00A0topics · weekdays at 07:00, Buenos Aires',
    ],
  ])('with %j: %s', (given, text) => {
    expect(subscriptionSummary({ ...follows, ...given }, 'en')).toBe(text);
  });

  it.each([
    [{}, 'Sie folgen 3\u00A0Themen · montags bis freitags um 07:00\u00A0Uhr, Berlin'],
    [{ interests: 1, topics: 1 }, 'Sie folgen 1\u00A0Thema · montags bis freitags um 07:00\u00A0Uhr, Berlin'],
    [
      { topics: 2, cadence: 'daily' as const, timeZone: 'Etc/UTC' },
      'Sie haben 3\u00A0Interessen angegeben · täglich um 07:00\u00A0Uhr UTC',
    ],
    [
      { interests: 0, topics: 0, cadence: 'weekly' as const, weeklyDay: 7 },
      'Sie folgen allen Themen · sonntags um 07:00\u00A0Uhr, Berlin',
    ],
  ])('in German, with %j: %s', (given, text) => {
    expect(subscriptionSummary({ ...follows, ...given }, 'de')).toBe(text);
  });
});

describe('welcomeSummary', () => {
  it.each([
    [
      null,
      'You follow 3\u00A0topics. Digests arrive weekdays at 07:00 Berlin time. The first one is on its way.',
      'Sie folgen 3\u00A0Themen. Ihr Digest kommt montags bis freitags um 07:00\u00A0Uhr (Berlin). Der erste ist ' +
        'schon unterwegs.',
    ],
    [
      '2026-11-24',
      'You follow 3\u00A0topics. Digests arrive weekdays at 07:00 Berlin time. The first one arrives on ' +
        'Tuesday, 24\u00A0November.',
      'Sie folgen 3\u00A0Themen. Ihr Digest kommt montags bis freitags um 07:00\u00A0Uhr (Berlin). Der erste ' +
        'kommt am Dienstag, 24.\u00A0November.',
    ],
  ])('first digest on %s', (firstDay, english, german) => {
    expect(welcomeSummary(follows, firstDay, 'en')).toBe(english);
    expect(welcomeSummary(follows, firstDay, 'de')).toBe(german);
  });
});

describe('signUpSummary', () => {
  const topic = (value: string) => ({ kind: 'topic' as const, mode: 'follow' as const, value });
  const query = (value: string) => ({ kind: 'query' as const, mode: 'follow' as const, value });
  const chosen = (interests: Interest[], language: Language) =>
    signUpSummary(
      BUILT_IN_TAXONOMY,
      preferenceSchema.parse({ interests, cadence: 'weekly', timeZone: 'Asia/Tokyo' }),
      language,
    );

  it('names topics, counts the rest and states the schedule', () => {
    expect(chosen([], 'en')).toBe(
      'You chose no topics, so you get what’s trending overall. Digests arrive Mondays at 07:00 Tokyo time.',
    );
    expect(chosen([topic('video'), topic('reasoning'), query('sparse attention')], 'en')).toBe(
      'You chose: Video; Reasoning; 1\u00A0custom interest. Digests arrive Mondays at 07:00 Tokyo time.',
    );
    expect(chosen([topic('video'), topic('agents-tool-use')], 'de')).toBe(
      'Ihre Auswahl: Video; Agenten & Werkzeuge. Ihr Digest kommt montags um 07:00\u00A0Uhr (Tokyo).',
    );
    expect(chosen([...BUILT_IN_TAXONOMY.bySlug.keys()].slice(0, 9).map(topic), 'de')).toContain(
      'Auswahl: 9\u00A0Themen. ',
    );
  });

  it('does not repeat free text, because the address is not confirmed yet', () => {
    for (const language of LANGUAGE_CODES)
      expect(chosen([query('buy at example.com')], language)).not.toContain('example');
  });
});

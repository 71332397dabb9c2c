import { describe, expect, it } from 'vitest';
import { LANGUAGE_CODES, type Language } from '../../config/languages.ts';
import { TOPIC_SLUGS } from '../../config/topics/taxonomy.ts';
import { signUpSummary, subscriptionSummary } from '../../src/editions/subscription-summary.ts';
import { type Interest, preferenceSchema } from '../../src/subscribers/preferences/preference.ts';

const follows = {
  interests: 3,
  topics: 3,
  cadence: 'weekdays' as const,
  weeklyDay: 1,
  sendHour: 7,
  timeZone: 'Europe/Berlin',
};

describe('why a digest came', () => {
  it.each([
    [{}, 'You follow 3 topics, weekdays at 07:00 Berlin time.'],
    [{ interests: 1, topics: 1 }, 'You follow 1 topic, weekdays at 07:00 Berlin time.'],
    [{ topics: 2 }, 'You follow 3 interests, weekdays at 07:00 Berlin time.'],
    [{ interests: 1, topics: 0 }, 'You follow 1 interest, weekdays at 07:00 Berlin time.'],
    [{ interests: 0, topics: 0 }, 'You follow everything that is trending, weekdays at 07:00 Berlin time.'],
    [{ cadence: 'daily' as const, sendHour: 0 }, 'You follow 3 topics, every day at 00:00 Berlin time.'],
    [
      { cadence: 'weekly' as const, weeklyDay: 7, sendHour: 23 },
      'You follow 3 topics, Sundays at 23:00 Berlin time.',
    ],
    [{ cadence: 'weekly' as const }, 'You follow 3 topics, Mondays at 07:00 Berlin time.'],
    [{ timeZone: 'UTC' }, 'You follow 3 topics, weekdays at 07:00 UTC.'],
    [{ timeZone: 'Etc/UTC' }, 'You follow 3 topics, weekdays at 07:00 UTC.'],
    [{ timeZone: 'America/New_York' }, 'You follow 3 topics, weekdays at 07:00 New York time.'],
    [
      { timeZone: 'America/Argentina/Buenos_Aires' },
      'You follow 3 topics, weekdays at 07:00 Buenos Aires time.',
    ],
  ])('with %j: %s', (given, text) => {
    expect(subscriptionSummary({ ...follows, ...given }, 'en')).toBe(text);
  });

  it.each([
    [{}, 'Sie folgen 3 Themen, montags bis freitags um 07:00 Uhr (Zeit in Berlin).'],
    [{ interests: 1, topics: 1 }, 'Sie folgen 1 Thema, montags bis freitags um 07:00 Uhr (Zeit in Berlin).'],
    [
      { topics: 2, cadence: 'daily' as const, timeZone: 'Etc/UTC' },
      'Sie folgen 3 Stichwörtern, jeden Tag um 07:00 Uhr UTC.',
    ],
    [
      { interests: 0, topics: 0, cadence: 'weekly' as const, weeklyDay: 7 },
      'Sie bekommen, was überall Beachtung findet, sonntags um 07:00 Uhr (Zeit in Berlin).',
    ],
  ])('in German, with %j: %s', (given, text) => {
    expect(subscriptionSummary({ ...follows, ...given }, 'de')).toBe(text);
  });
});

describe('what was chosen when asking', () => {
  const topic = (value: string) => ({ kind: 'topic' as const, mode: 'follow' as const, value });
  const query = (value: string) => ({ kind: 'query' as const, mode: 'follow' as const, value });
  const chosen = (interests: Interest[], language: Language) =>
    signUpSummary(preferenceSchema.parse({ interests, cadence: 'weekly', timeZone: 'Asia/Tokyo' }), language);

  it('names topics, counts the rest and says when it comes', () => {
    expect(chosen([], 'en')).toBe(
      'You chose no topics, so you get what is trending everywhere. It comes Mondays at 07:00 Tokyo time.',
    );
    expect(chosen([topic('video'), topic('reasoning'), query('sparse attention')], 'en')).toBe(
      'You chose: Video; Reasoning; 1 entry of your own. It comes Mondays at 07:00 Tokyo time.',
    );
    expect(chosen([topic('video'), topic('agents-tool-use')], 'de')).toBe(
      'Sie haben ausgesucht: Video; Agenten & Werkzeuge. Die Auswahl kommt montags um 07:00 Uhr (Zeit in Tokyo).',
    );
    expect(chosen([...TOPIC_SLUGS].slice(0, 9).map(topic), 'de')).toContain('ausgesucht: 9 Themen. ');
  });

  it('repeats no typed text, because the address is not confirmed yet', () => {
    for (const language of LANGUAGE_CODES)
      expect(chosen([query('buy at example.com')], language)).not.toContain('example');
  });
});

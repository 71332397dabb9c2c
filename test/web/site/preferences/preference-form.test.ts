import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGE_CODES } from '../../../../config/languages.ts';
import { BUILT_IN_TAXONOMY } from '../../../../config/topics/built-in.ts';
import {
  CADENCES,
  INTEREST_KINDS,
  type Interest,
  type Preference,
  preferenceSchema,
} from '../../../../src/subscribers/preferences/preference.ts';
import {
  formOf,
  mergeForm,
  type PreferenceForm,
  parseForm,
  readForm,
} from '../../../../src/web/site/preferences/preference-form.ts';

const base = preferenceSchema.parse({ timeZone: 'Europe/Berlin' });
const typed = (over: Partial<PreferenceForm>): PreferenceForm => ({ ...formOf(base), ...over });
const problemsOf = (over: Partial<PreferenceForm>) => {
  const parsed = parseForm(BUILT_IN_TAXONOMY, typed(over));
  return 'problems' in parsed ? parsed.problems : [];
};
const interestsOf = (over: Partial<PreferenceForm>) => {
  const parsed = parseForm(BUILT_IN_TAXONOMY, typed(over));
  return 'preference' in parsed ? parsed.preference.interests : parsed.problems;
};

const slug = fc.constantFrom(...BUILT_IN_TAXONOMY.topics.map((topic) => topic.slug));
const words = fc
  .stringMatching(/^[a-zé字 .,'"<>&-]{2,120}$/u)
  .map((text) => text.replace(/ +/g, ' ').trim())
  .filter((text) => text.length >= 2);
const interest: fc.Arbitrary<Interest> = fc
  .record({ kind: fc.constantFrom(...INTEREST_KINDS), mode: fc.constantFrom('follow', 'mute'), slug, words })
  .map(({ kind, mode, ...value }) => ({ kind, mode, value: kind === 'topic' ? value.slug : value.words }));
const preference: fc.Arbitrary<Preference> = fc.record({
  interests: fc.uniqueArray(interest, { selector: ({ kind, value }) => `${kind} ${value}`, maxLength: 40 }),
  cadence: fc.constantFrom(...CADENCES),
  weeklyDay: fc.integer({ min: 1, max: 7 }),
  size: fc.integer({ min: 1, max: 30 }),
  sendHour: fc.integer({ min: 0, max: 23 }),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Calcutta', 'America/Argentina/Buenos_Aires'),
  skipQuietDays: fc.boolean(),
  language: fc.constantFrom(...LANGUAGE_CODES),
});

const sorted = (interests: readonly Interest[]) => interests.map((each) => JSON.stringify(each)).sort();

describe('the form of a preference', () => {
  it('returns any preference unchanged when submitted unchanged, mutes included', () => {
    fc.assert(
      fc.property(preference, (before) => {
        const form = formOf(before);
        const body = { ...form, skipQuietDays: form.skipQuietDays ? 'yes' : undefined };
        const parsed = parseForm(BUILT_IN_TAXONOMY, readForm(body));
        if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
        const { interests, ...rest } = parsed.preference;
        const { interests: shown, ...others } = before;
        expect(rest).toEqual(others);
        expect(sorted(interests)).toEqual(sorted(shown));
      }),
    );
  });

  it('reads one entry per line, without blanks, repeats and invisible characters', () => {
    expect(
      interestsOf({ queries: ' sparse   attention \r\n\r\nSparse attention\n\u202Estate\u0000 spaces\r' }),
    ).toEqual([
      { kind: 'query', mode: 'follow', value: 'sparse attention' },
      { kind: 'query', mode: 'follow', value: 'state spaces' },
    ]);
  });

  it.each<[Partial<PreferenceForm>, string]>([
    [{ size: '31' }, 'size'],
    [{ size: '' }, 'size'],
    [{ size: '7.5' }, 'size'],
    [{ size: '1e1' }, 'size'],
    [{ size: '-1' }, 'size'],
    [{ sendHour: '24' }, 'sendHour'],
    [{ weeklyDay: '0' }, 'weeklyDay'],
    [{ cadence: 'hourly' }, 'cadence'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ timeZone: '' }, 'timeZone'],
    [{ topics: ['nothing-known'] }, 'topics'],
    [{ mutedTopics: ['<script>'] }, 'mutedTopics'],
    [{ authors: 'x' }, 'authors'],
    [{ mutedOrganizations: 'y'.repeat(10_000) }, 'mutedOrganizations'],
  ])('explains the problem with %j', (over, field) => {
    expect(problemsOf(over).map((problem) => problem.field)).toEqual([field]);
  });

  it('names the entry that is too long, and no other of its field', () => {
    const long = 'long'.repeat(31);
    expect(problemsOf({ queries: `fine\n${long}\nfine too` })).toEqual([
      { field: 'queries', problem: 'length', value: long },
    ]);
  });

  it('rejects an interest that is both followed and muted', () => {
    expect(
      problemsOf({ topics: ['video'], mutedTopics: ['video'], authors: 'Ada L', mutedAuthors: 'ada l' }),
    ).toEqual([
      { field: 'mutedTopics', problem: 'contradiction', value: 'video' },
      { field: 'mutedAuthors', problem: 'contradiction', value: 'ada l' },
    ]);
    expect(problemsOf({ authors: 'Ada L', mutedQueries: 'Ada L' })).toEqual([]);
  });

  it('accepts 200 entries and no more', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, place) => `entry ${place}`).join('\n');
    expect(problemsOf({ queries: lines(200) })).toEqual([]);
    expect(problemsOf({ queries: lines(201) })).toEqual([{ field: 'topics', problem: 'tooMany', value: '' }]);
  });

  it('keeps the organizations that a page of the previous release posts', () => {
    const old = { organisations: 'A Lab', mutedOrganisations: 'B Lab' };
    expect(readForm(old)).toMatchObject({ organizations: 'A Lab', mutedOrganizations: 'B Lab' });
    const form = { ...readForm({}), queries: 'kept' };
    expect(mergeForm(form, old)).toMatchObject({ organizations: 'A Lab', queries: 'kept' });
  });

  it('is empty for an empty or foreign body', () => {
    for (const body of [{}, { 'List-Unsubscribe': 'One-Click' }, { cadence: new File([], 'x') }]) {
      expect(parseForm(BUILT_IN_TAXONOMY, readForm(body))).toHaveProperty('problems');
    }
  });
});

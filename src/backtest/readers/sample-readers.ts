import { seededRandom } from '../../seeded-random.ts';
import type { Interest, Preference } from '../../subscribers/preferences/preference.ts';
import { preferenceSchema } from '../../subscribers/preferences/preference.ts';
import { commonPhrases } from '../free-text/common-phrases.ts';
import type { RecordedList } from '../trending/recorded-lists.ts';

const READERS = 60;
const SEED = 7;
/** Times in which a name has to occur before a reader follows or mutes it. */
const MENTIONS = 3;
const SIZES = [3, 5, 7, 7, 7, 10, 15, 30] as const;

/** What the papers of a folder offer readers to follow or mute. */
interface Choices {
  topics: readonly string[];
  keywords: readonly string[];
  authors: readonly string[];
  organizations: readonly string[];
}

/**
 * Sixty readers with a fixed seed: every sixth without interests, the others with up to five topics, a
 * keyword, an author or an organization, and mutes of each kind. Every third gets weekly digests, too.
 */
export function sampleReaders(
  lists: readonly RecordedList[],
  topics: readonly string[],
): { preference: Preference; alsoWeekly: boolean }[] {
  const papers = lists.flatMap((list) => list.papers);
  const choices: Choices = {
    topics,
    keywords: commonPhrases(papers.map(({ title }) => title)),
    authors: frequent(papers.flatMap(({ authors }) => authors)),
    organizations: frequent(papers.flatMap(({ organization }) => organization ?? [])),
  };
  const random = seededRandom(SEED);
  return Array.from({ length: READERS }, (_, place) => ({
    preference: preferenceSchema.parse({
      interests: place % 6 === 0 ? mutesOf(choices, random) : interestsOf(choices, random),
      size: drawn(SIZES, random) ?? 7,
    }),
    alsoWeekly: place % 3 === 0,
  }));
}

function interestsOf(choices: Choices, random: () => number): Interest[] {
  const followed: Interest[] = Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
    named('topic', 'follow', drawn(choices.topics, random)),
  ).flat();
  if (random() < 0.5) followed.push(...named('query', 'follow', drawn(choices.keywords, random)));
  if (random() < 0.3) followed.push(...named('author', 'follow', drawn(choices.authors, random)));
  if (random() < 0.3) followed.push(...named('organisation', 'follow', drawn(choices.organizations, random)));
  const taken = new Set(followed.map(({ kind, value }) => `${kind} ${value}`));
  const mutes = mutesOf(choices, random).filter(({ kind, value }) => !taken.has(`${kind} ${value}`));
  return distinct([...followed, ...mutes]);
}

function mutesOf(choices: Choices, random: () => number): Interest[] {
  return distinct([
    ...(random() < 0.6 ? named('topic', 'mute', drawn(choices.topics, random)) : []),
    ...(random() < 0.5 ? named('query', 'mute', drawn(choices.keywords, random)) : []),
    ...(random() < 0.3 ? named('author', 'mute', drawn(choices.authors, random)) : []),
    ...(random() < 0.3 ? named('organisation', 'mute', drawn(choices.organizations, random)) : []),
  ]);
}

function named(kind: Interest['kind'], mode: Interest['mode'], value: string | undefined): Interest[] {
  return value === undefined ? [] : [{ kind, mode, value }];
}

function distinct(interests: readonly Interest[]): Interest[] {
  return [...new Map(interests.map((interest) => [`${interest.kind} ${interest.value}`, interest])).values()];
}

function drawn<Item>(items: readonly Item[], random: () => number): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

/** Names that occur at least three times, sorted. */
function frequent(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].flatMap(([name, count]) => (count >= MENTIONS ? [name] : [])).sort();
}

import { TITLE_STOP_WORDS } from '../../../config/scoring.ts';

/** A phrase is one that authors put into at least this many titles. */
export const TITLES_PER_PHRASE = 15;

/** Phrases of two or three words, as written most often, that do not begin or end with a stop word. */
export function commonPhrases(titles: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const title of titles) {
    const found = new Set<string>();
    for (const part of title.toLowerCase().split(/[:;,.?!()]/)) {
      const words = part.match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? [];
      for (const length of [2, 3]) {
        for (let start = 0; start + length <= words.length; start++)
          found.add(words.slice(start, start + length).join(' '));
      }
    }
    for (const phrase of found) counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
  }
  const isPhrase = (phrase: string) => {
    const words = phrase.split(' ');
    const ends = [words.at(0), words.at(-1)];
    return ends.every((word) => word !== undefined && !TITLE_STOP_WORDS.has(word) && !/^\d+$/.test(word));
  };
  return [...counts]
    .filter(([phrase, count]) => count >= TITLES_PER_PHRASE && isPhrase(phrase))
    .map(([phrase]) => phrase)
    .sort();
}

/** Pattern of a phrase, written independently of the matcher: number and hyphens make no difference. */
export function phrasePattern(phrase: string): RegExp {
  const words = phrase.split(/[\s-]+/).map((word) => {
    const stem = /^(.{2,}?)(?:ies|y)$/.exec(word)?.[1];
    return stem === undefined ? `${word.replace(/(?<=.{3}[^s])s$/, '')}(?:e?s)?` : `${stem}(?:y|ies)`;
  });
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join('[\\s\\-‐-―]*')}(?![\\p{L}\\p{N}])`, 'iu');
}

/** Text without accents, for phrasePattern. */
export function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '');
}

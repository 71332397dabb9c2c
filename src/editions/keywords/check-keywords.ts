import type { Kysely } from 'kysely';
import { addDays, dayOf } from '../../day.ts';
import type { Database } from '../../db/schema.ts';
import { foldedWords } from '../../papers/text/fold-words.ts';
import type { Interest } from '../../subscribers/preferences/preference.ts';
import { keywordMatcher, queryParts } from './keyword-matcher.ts';
import { readPapersWithWords } from './keyword-queries.ts';
import { foldPhrase } from './match-phrase.ts';

/** What one keyword would have matched lately. */
export interface KeywordCheck {
  query: string;
  mode: Interest['mode'];
  /** Newest first. */
  papers: readonly { id: string; title: string }[];
  /** True if there are more than could be looked at. */
  hasMore: boolean;
}

const DAYS = 7;
/** Enough for a form. Each costs a search of the index. */
const MOST_KEYWORDS = 20;
/** Papers looked at per keyword. */
const MOST_PAPERS = 200;

/**
 * Matches the first 20 keywords of these interests with the papers of the last seven days (UTC), in the order
 * of the form. The search index only proposes papers; the matcher of the digest decides.
 */
export async function checkKeywords(
  ctx: { db: Kysely<Database> },
  input: { interests: readonly Interest[]; now: Date },
): Promise<KeywordCheck[]> {
  const from = addDays(dayOf(input.now), 1 - DAYS);
  const keywords = input.interests.filter(({ kind }) => kind === 'query').slice(0, MOST_KEYWORDS);
  const checks: KeywordCheck[] = [];
  for (const { value: query, mode } of keywords) {
    const phrases = queryParts(query).map((part) => {
      const words = foldedWords(part);
      return { words: words.join(' '), joined: words.join('') };
    });
    const proposed = await readPapersWithWords(ctx.db, { phrases, from, limit: MOST_PAPERS });
    const match = keywordMatcher(query);
    const papers = proposed.filter(
      ({ title, abstract }) =>
        match({ title: foldPhrase(title), abstract: foldPhrase(abstract ?? '') }) !== null,
    );
    checks.push({
      query,
      mode,
      papers: papers.map(({ id, title }) => ({ id, title })),
      hasMore: proposed.length === MOST_PAPERS,
    });
  }
  return checks;
}

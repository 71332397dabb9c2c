import type { DigestPick, DigestProps, DigestWeek } from '../../templates/digest/props.ts';
import type { Texts } from '../../templates/texts.ts';
import { cleanLine, cleanOwnLine } from '../papers/text/clean-text.ts';

// No byline names more, and a paper may have three thousand.
const MAX_AUTHORS_READ = 10;

/**
 * Cleans every text of a digest, titles the untitled, drops nameless authors and repairs the author count.
 * Done once per email, before its level of detail is chosen.
 */
export function cleanDigest(props: DigestProps, texts: Texts): DigestProps {
  return {
    ...props,
    picks: props.picks.map((pick) => cleanPick(pick, texts)),
    week: props.week && { ...props.week, rise: cleanRise(props.week.rise, texts) },
    alsoTrending: props.alsoTrending.map((entry) => cleanTitle(entry, texts)),
    subscription: cleanOwnLine(props.subscription),
    postalAddress: cleanLine(props.postalAddress),
  };
}

function cleanRise(rise: DigestWeek['rise'], texts: Texts): DigestWeek['rise'] {
  return rise && { ...rise, name: cleanLine(rise.name) || texts.digest.untitled };
}

/** The same for one title under "also trending". */
export function cleanTitle(
  entry: DigestProps['alsoTrending'][number],
  texts: Texts,
): DigestProps['alsoTrending'][number] {
  return {
    ...entry,
    title: cleanLine(entry.title) || texts.digest.untitled,
    topic: cleanLine(entry.topic),
  };
}

/** The same for one pick. */
export function cleanPick(pick: DigestPick, texts: Texts): DigestPick {
  return {
    ...pick,
    title: cleanLine(pick.title) || texts.digest.untitled,
    authors: pick.authors.slice(0, MAX_AUTHORS_READ).map(cleanLine).filter(Boolean),
    authorCount: Math.max(Math.trunc(pick.authorCount) || 0, pick.authors.length),
    organisation: cleanLine(pick.organisation ?? '') || null,
    topic: cleanLine(pick.topic),
    abstract: cleanLine(pick.abstract ?? '') || null,
    summary: cleanLine(pick.summary ?? '') || null,
    reason: cleanOwnLine(pick.reason),
  };
}

import { type DetailLevel, RENDERING } from '../../config/rendering.ts';
import type { DigestPick, DigestProps } from '../../templates/digest/props.ts';
import type { DigestView, PickView } from '../../templates/digest/view.ts';
import type { LinkView } from '../../templates/link-row.tsx';
import type { Texts } from '../../templates/texts.ts';
import { PaperboyError } from '../errors.ts';
import { summarize } from '../papers/summary/summarize.ts';
import { cutAtWord } from '../papers/text/clean-text.ts';
import { digestPreheader, digestSubject } from './subject.ts';
import { requiredAddress, safeWebAddress } from './web-address.ts';

/**
 * Shapes a clean digest (see clean-digest.ts) for the templates at a level of detail: texts truncated and
 * worded, addresses checked. Throws PaperboyError `LINK_UNUSABLE` or `DATE_UNREADABLE`, because both are
 * faults of ours.
 */
export function shapeDigest(props: DigestProps, detail: DetailLevel, texts: Texts): DigestView {
  const { digest: words } = texts;
  const titles = props.picks.map((pick) => pick.title);
  const quiet = props.picks.length === 0 ? words.quiet(props.poolSize) : null;
  const summary = quiet === null ? words.summary(props.picks.length, props.poolSize) : words.quietSummary;
  const picks = props.picks.map((pick) => shapePick(pick, detail, texts));
  return {
    language: props.language,
    subject: digestSubject(titles, texts),
    preheader:
      quiet ?? (titles.length > 1 ? digestPreheader(titles) : picks[0]?.summary || picks[0]?.reason || ''),
    name: texts.name,
    site: requiredAddress('site', props.links.site),
    dateLine: `${words.date(checkedDay(props.date))} · ${summary}`,
    quiet,
    picks,
    alsoTrending: detail.alsoTrending ? shapeAlsoTrending(props.alsoTrending, detail, texts) : null,
    subscription: cutAtWord(props.subscription, RENDERING.footerLength),
    footerLinks: [
      { label: words.preferences, url: requiredAddress('preferences', props.links.preferences) },
      ...(props.links.pause === null
        ? []
        : [{ label: words.pause, url: requiredAddress('pause', props.links.pause) }]),
      { label: words.unsubscribe, url: requiredAddress('unsubscribe', props.links.unsubscribe) },
    ],
    postalAddress: cutAtWord(props.postalAddress, RENDERING.footerLength),
  };
}

function shapePick(pick: DigestPick, detail: DetailLevel, texts: Texts): PickView {
  const { digest: words } = texts;
  const summary = summarize(pick, detail.summary);
  return {
    mark: pick.exploration ? words.exploration : null,
    title: cutAtWord(pick.title, detail.title),
    url: safeWebAddress(pick.url, detail.address),
    byline: cutAtWord(bylineOf(pick, texts), detail.byline) || null,
    summary: (detail.summary > 0 && summary) || null,
    reason: cutAtWord(pick.reason, detail.reason) || null,
    links: detail.links
      ? usableLinks(detail, [
          [words.abstractLink, pick.url],
          [words.pdfLink, pick.pdfUrl],
          [words.codeLink, pick.codeUrl],
          [words.projectLink, pick.projectUrl],
          [words.discussionLink(pick.discussionCount), pick.discussionUrl],
        ])
      : [],
    feedback: detail.links
      ? usableLinks(detail, [
          [words.moreLink, pick.moreUrl],
          [words.lessLink, pick.lessUrl],
        ])
      : [],
  };
}

function shapeAlsoTrending(
  entries: DigestProps['alsoTrending'],
  detail: DetailLevel,
  texts: Texts,
): DigestView['alsoTrending'] {
  const shown = entries.slice(0, RENDERING.alsoTrending).map((entry) => ({
    title: cutAtWord(entry.title, detail.title),
    topic: cutAtWord(entry.topic, detail.byline),
    url: safeWebAddress(entry.url, detail.address),
  }));
  return shown.length === 0 ? null : { heading: texts.digest.alsoTrending, entries: shown };
}

/** `First Author, Second Author and 6 others · Organization`. Up to three authors are all named. */
function bylineOf(pick: DigestPick, texts: Texts): string {
  const named = pick.authors.slice(0, pick.authorCount <= 3 ? 3 : 2).map((name) => cutAtWord(name, 60));
  const authors = texts.digest.authors(named, Math.max(0, pick.authorCount - named.length));
  return [authors, pick.organisation].filter(Boolean).join(' · ');
}

function usableLinks(
  detail: DetailLevel,
  candidates: readonly (readonly [label: string, address: string | null])[],
): LinkView[] {
  return candidates.flatMap(([label, address]) => {
    const url = safeWebAddress(address, detail.address);
    return url === null ? [] : [{ label, url }];
  });
}

function checkedDay(day: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return day;
  throw new PaperboyError({
    code: 'DATE_UNREADABLE',
    message: 'The date of a digest does not have the form YYYY-MM-DD.',
    remedy: 'Plan the edition again, which sets the date.',
  });
}

import type { Language } from '../../config/languages.ts';
import { type DetailLevel, RENDERING } from '../../config/rendering.ts';
import type { DigestPick, DigestProps } from '../../templates/digest/props.ts';
import type { DigestView, PickView } from '../../templates/digest/view.ts';
import { FORMATS } from '../../templates/formats.ts';
import type { LinkView } from '../../templates/link-row.tsx';
import type { Texts } from '../../templates/texts.ts';
import { PaperboyError } from '../errors.ts';
import { summarize } from '../papers/summary/summarize.ts';
import { cutAtWord } from '../papers/text/clean-text.ts';
import { digestPreheader, digestSubject } from './subject.ts';
import { cutUnbroken, keepUnits } from './unbroken.ts';
import { requiredAddress, safeWebAddress } from './web-address.ts';

/**
 * Shapes a clean digest (see clean-digest.ts) for the templates at a level of detail: texts truncated and
 * worded, addresses checked. Throws PaperboyError `LINK_UNUSABLE` or `DATE_UNREADABLE`, because both are
 * faults of ours.
 */
export function shapeDigest(props: DigestProps, detail: DetailLevel, texts: Texts): DigestView {
  const { digest: words } = texts;
  const { links } = props;
  const titles = props.picks.map((pick) => pick.title);
  const quiet = props.picks.length === 0 ? words.quiet(props.poolSize) : null;
  const summary = quiet === null ? words.summary(props.picks.length, props.poolSize) : words.quietSummary;
  const today = checkedDay(props.date);
  const shaping = { language: props.language, today, detail, texts };
  const picks = props.picks.map((pick, index) => shapePick(pick, index, shaping));
  return {
    language: props.language,
    subject: digestSubject(titles, texts),
    preheader:
      quiet ?? (titles.length > 1 ? digestPreheader(titles) : picks[0]?.summary || picks[0]?.reason || ''),
    name: texts.name,
    site: requiredAddress('site', links.site),
    edition: words.edition(dayOfYear(today), today.slice(0, 4)),
    dateLine: `${words.date(today)} · ${summary}`,
    quiet,
    contents: detail.contents ? shapeContents(props, texts) : null,
    picks,
    alsoTrending: detail.alsoTrending ? shapeAlsoTrending(props.alsoTrending, detail, texts) : null,
    subscription: cutAtWord(props.subscription, RENDERING.footerLength),
    footerLinks: [
      ...ownLink('preferences', words.preferences, links.preferences),
      ...ownLink('pause', words.pause, links.pause),
      ...ownLink('unsubscribe', words.unsubscribe, links.unsubscribe),
    ],
    viewLinks: [
      ...ownLink('reading list', words.readingList, links.readingList),
      ...ownLink('browser', words.viewInBrowser, links.browser),
    ],
    forwarded: {
      question: words.forwarded,
      link: { label: words.subscribe, url: requiredAddress('subscribe', links.subscribe) },
    },
    postalAddress: cutAtWord(props.postalAddress, RENDERING.footerLength),
  };
}

function ownLink(what: string, label: string, address: string | null): LinkView[] {
  return address === null ? [] : [{ label, url: requiredAddress(what, address) }];
}

/** Values that every pick of a digest is shaped with. */
interface Shaping {
  language: Language;
  today: string;
  detail: DetailLevel;
  texts: Texts;
}

function shapePick(pick: DigestPick, index: number, shaping: Shaping): PickView {
  const { detail } = shaping;
  const { digest: words } = shaping.texts;
  const lead = index === 0;
  const longest = lead ? detail.leadSummary : detail.summary;
  const summary = longest > 0 ? keepUnits(summarize(pick, longest)) : '';
  return {
    number: index + 1,
    lead,
    kicker: (pick.exploration ? words.exploration : cutAtWord(pick.topic, detail.byline)) || null,
    title: cutUnbroken(pick.title, detail.title),
    url: safeWebAddress(pick.url, detail.address),
    byline: bylineOf(pick, shaping) || null,
    summary: summary || null,
    reason: cutUnbroken(pick.reason, detail.reason) || null,
    links: detail.links
      ? usableLinks(detail, [
          [words.abstractLink, pick.arxivUrl],
          [words.pdfLink, pick.pdfUrl],
          [words.codeLink, pick.codeUrl],
          [words.projectLink, pick.projectUrl],
          [words.discussionLink(pick.discussionCount), pick.discussionUrl],
        ])
      : [],
    feedback: detail.links
      ? usableLinks(detail, [
          [words.saveLink, pick.saveUrl],
          [words.moreLink, pick.moreUrl],
          [words.lessLink, pick.lessUrl],
        ])
      : [],
  };
}

function shapeContents({ picks }: DigestProps, texts: Texts): DigestView['contents'] {
  if (picks.length < RENDERING.contentsFrom) return null;
  const entries = picks.map((pick, index) => ({
    number: index + 1,
    title: cutUnbroken(shortTitle(pick.title), RENDERING.contentsTitle),
    topic: cutAtWord(pick.topic, RENDERING.contentsTitle),
  }));
  return { heading: texts.digest.contents, entries };
}

/** A title up to its colon, unless that is a bare name (`CLIP: …`), which would tell nothing. */
function shortTitle(title: string): string {
  const [head = ''] = title.split(/:\s/, 1);
  return head.length >= RENDERING.shortTitle ? head : title;
}

function shapeAlsoTrending(
  entries: DigestProps['alsoTrending'],
  detail: DetailLevel,
  texts: Texts,
): DigestView['alsoTrending'] {
  const shown = entries.slice(0, RENDERING.alsoTrending).map((entry) => ({
    title: cutUnbroken(entry.title, detail.title),
    topic: cutAtWord(entry.topic, detail.byline),
    url: safeWebAddress(entry.url, detail.address),
  }));
  return shown.length === 0 ? null : { heading: texts.digest.alsoTrending, entries: shown };
}

/**
 * `First Author, Second Author and 6 others · Organization · 15 Nov · 1.1k stars`. Up to three authors are all
 * named. Only the names are truncated.
 */
function bylineOf(pick: DigestPick, { language, today, detail, texts }: Shaping): string {
  const named = pick.authors.slice(0, pick.authorCount <= 3 ? 3 : 2).map((name) => cutAtWord(name, 60));
  const authors = texts.digest.authors(named, Math.max(0, pick.authorCount - named.length));
  const names = [authors, pick.organisation].filter(Boolean).join(' · ');
  return [
    cutAtWord(names, detail.byline),
    pick.publicOn && FORMATS[language].shortDayAndMonth(checkedDay(pick.publicOn), today),
    pick.stars && texts.digest.stars(pick.stars),
  ]
    .filter(Boolean)
    .join(' · ');
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

/** Number of the day within its year, from 1: every day has an edition. */
function dayOfYear(day: string): number {
  return (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${day.slice(0, 4)}-01-01T00:00:00Z`)) / 86_400_000 + 1;
}

function checkedDay(day: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return day;
  throw new PaperboyError({
    code: 'DATE_UNREADABLE',
    message: 'The date of a digest does not have the form YYYY-MM-DD.',
    remedy: 'Plan the edition again, which sets the date.',
  });
}

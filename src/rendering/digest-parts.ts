import { Temporal } from 'temporal-polyfill';
import type { Language } from '../../config/languages.ts';
import { type DetailLevel, RENDERING } from '../../config/rendering.ts';
import type { DigestPick, DigestProps, DigestWeek } from '../../templates/digest/props.ts';
import type { ContentsEntry, DigestView, PickView } from '../../templates/digest/view.ts';
import { FORMATS } from '../../templates/formats.ts';
import type { LinkView } from '../../templates/link-row.tsx';
import type { Texts } from '../../templates/texts.ts';
import { PaperboyError } from '../errors.ts';
import { summarize } from '../papers/summary/summarize.ts';
import { cutAtWord } from '../papers/text/clean-text.ts';
import { textLanguage } from '../papers/text/text-language.ts';
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
  const head = shapeHead(props, props.picks.length, texts);
  const sections = sectionsOf(props, texts);
  const shaping = { language: props.language, today: checkedDay(props.date), detail, texts };
  const picks = props.picks.map((pick, index) => ({
    ...shapePick(pick, index, shaping),
    ...(sections && { section: sections[index] ?? null, kicker: null }),
  }));
  const quiet = props.picks.length === 0 ? head.quiet : null;
  return {
    language: props.language,
    subject: quiet === null ? digestSubject(titles, texts, head.prefix) : head.quietSubject,
    preheader:
      quiet ?? (titles.length > 1 ? digestPreheader(titles) : picks[0]?.summary || picks[0]?.reason || ''),
    name: texts.name,
    site: requiredAddress('site', links.site),
    edition: head.edition,
    dateLine: `${head.date} · ${quiet === null ? head.summary : words.quietSummary}`,
    quiet,
    rise: props.week && shapeRise(props.week, detail, texts),
    contents: detail.contents ? shapeContents(props, sections, texts) : null,
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

/** Texts that differ between a digest of a day and a weekly recap. */
export interface DigestHead {
  edition: string;
  date: string;
  summary: string;
  /** Precedes the title in the subject. */
  prefix: string;
  quiet: string;
  quietSubject: string;
}

/** Texts of the opening of a digest with that many picks. */
export function shapeHead(
  props: Pick<DigestProps, 'date' | 'poolSize' | 'week'>,
  picks: number,
  texts: Texts,
): DigestHead {
  return props.week === null
    ? shapeDayHead(props, picks, texts)
    : shapeWeekHead(props.poolSize, picks, props.week, texts);
}

function shapeDayHead(
  { date, poolSize }: Pick<DigestProps, 'date' | 'poolSize'>,
  picks: number,
  { digest: words }: Texts,
): DigestHead {
  const day = checkedDay(date);
  return {
    edition: words.edition(Temporal.PlainDate.from(day).dayOfYear, day.slice(0, 4)),
    date: words.date(day),
    summary: words.summary(picks, poolSize),
    prefix: '',
    quiet: words.quiet(poolSize),
    quietSubject: words.quietSubject,
  };
}

function shapeWeekHead(
  poolSize: number,
  picks: number,
  week: DigestWeek,
  { digest: words }: Texts,
): DigestHead {
  // The ISO week in which most of its days lie, if it does not begin on a Monday.
  const middle = Temporal.PlainDate.from(checkedDay(week.from)).add({ days: 3 });
  return {
    edition: words.weekEdition(middle.weekOfYear ?? 0, String(middle.yearOfWeek)),
    date: words.weekOf(week.from),
    summary: words.weekSummary(picks, poolSize),
    prefix: words.thisWeek,
    quiet: words.quietWeek(poolSize),
    quietSubject: words.quietWeekSubject,
  };
}

function shapeRise({ rise }: DigestWeek, detail: DetailLevel, { digest: words }: Texts): DigestView['rise'] {
  if (rise === null) return null;
  const fact =
    rise.kind === 'topic'
      ? words.risingTopic(rise.papers, rise.papers - rise.before)
      : words.risingPaper(rise.upvotes);
  return {
    label: words.rose,
    name: cutUnbroken(rise.name, RENDERING.subjectLength),
    url: safeWebAddress(rise.url, detail.address),
    fact,
  };
}

/** Per pick, the heading of the group that begins with it, or null; null for a digest without groups. */
export function sectionsOf(
  { week, picks }: { week: DigestWeek | null; picks: readonly Pick<DigestPick, 'exploration' | 'topic'>[] },
  { digest: words }: Texts,
): (string | null)[] | null {
  if (week === null) return null;
  const headings = picks.map((pick) =>
    pick.exploration ? words.exploration : pick.topic || words.otherTopics,
  );
  return headings.map((heading, index) => (heading === headings[index - 1] ? null : heading));
}

function ownLink(what: string, label: string, address: string | null): LinkView[] {
  return address === null ? [] : [{ label, url: requiredAddress(what, address) }];
}

/** A dot may end a line, never begin one. */
const DOT = '\u00A0· ';

/** Values that every pick of a digest is shaped with. */
export interface Shaping {
  language: Language;
  today: string;
  detail: DetailLevel;
  texts: Texts;
}

/** One clean pick, outside of any group. */
export function shapePick(pick: DigestPick, index: number, shaping: Shaping): PickView {
  const { detail } = shaping;
  const { digest: words } = shaping.texts;
  const lead = index === 0;
  const longest = lead ? detail.leadSummary : detail.summary;
  const summary = longest > 0 ? keepUnits(summarize(pick, longest)) : '';
  return {
    number: index + 1,
    lead,
    section: null,
    kicker: (pick.exploration ? words.exploration : cutAtWord(pick.topic, detail.byline)) || null,
    title: cutUnbroken(pick.title, detail.title),
    titleLanguage: textLanguage(pick.title, shaping.language),
    summaryLanguage: textLanguage(summary, shaping.language),
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

function shapeContents(
  { picks }: DigestProps,
  sections: readonly (string | null)[] | null,
  texts: Texts,
): DigestView['contents'] {
  if (picks.length < RENDERING.contentsFrom) return null;
  const entries = picks.map((pick, index) => ({
    number: index + 1,
    ...shapeContentsEntry(pick, sections !== null),
    section: sections?.[index] ?? null,
  }));
  return { heading: sections ? texts.digest.contentsOfWeek : texts.digest.contents, entries };
}

/** Title and topic of a clean pick in the contents list; in groups, their heading names the topic. */
export function shapeContentsEntry(
  pick: Pick<DigestPick, 'title' | 'topic'>,
  isGrouped: boolean,
): Pick<ContentsEntry, 'title' | 'topic'> {
  return {
    title: cutUnbroken(shortTitle(pick.title), RENDERING.contentsTitle),
    topic: isGrouped ? '' : cutAtWord(pick.topic, RENDERING.contentsTitle),
  };
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
  const shown = entries.slice(0, RENDERING.alsoTrending).map((entry) => shapeTitle(entry, detail));
  return shown.length === 0 ? null : { heading: texts.digest.alsoTrending, entries: shown };
}

/** One clean title under "also trending". */
export function shapeTitle(
  entry: DigestProps['alsoTrending'][number],
  detail: DetailLevel,
): { title: string; topic: string; url: string | null } {
  return {
    title: cutUnbroken(entry.title, detail.title),
    topic: cutAtWord(entry.topic, detail.byline),
    url: safeWebAddress(entry.url, detail.address),
  };
}

/**
 * `First Author, Second Author and 6 others · Organization · 15 Nov · 1.1k stars`. Up to three authors are
 * all named. Only the names are truncated. Few stars are omitted.
 */
function bylineOf(pick: DigestPick, { language, today, detail, texts }: Shaping): string {
  const named = pick.authors.slice(0, pick.authorCount <= 3 ? 3 : 2).map((name) => cutAtWord(name, 60));
  const authors = texts.digest.authors(named, Math.max(0, pick.authorCount - named.length));
  const names = [authors, pick.organisation].filter(Boolean).join(DOT);
  return [
    cutAtWord(names, detail.byline),
    pick.publicOn && FORMATS[language].shortDayAndMonth(checkedDay(pick.publicOn), today),
    pick.stars && pick.stars >= RENDERING.starsFrom && texts.digest.stars(pick.stars),
  ]
    .filter(Boolean)
    .join(DOT);
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

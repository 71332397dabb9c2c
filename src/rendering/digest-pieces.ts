import { renderToMjml } from '@faire/mjml-react/utils/renderToMjml.js';
import { createElement } from 'react';
import { RENDERING } from '../../config/rendering.ts';
import { AlsoTrending } from '../../templates/digest/also-trending.tsx';
import { Contents } from '../../templates/digest/contents.tsx';
import { DigestFooter } from '../../templates/digest/footer.tsx';
import { DigestMasthead } from '../../templates/digest/masthead.tsx';
import { PickCard } from '../../templates/digest/pick.tsx';
import type { DigestPick, DigestProps } from '../../templates/digest/props.ts';
import { RiseLine } from '../../templates/digest/rise.tsx';
import { TEXTS } from '../../templates/texts.ts';
import { cleanDigest, cleanPick, cleanTitle } from './clean-digest.ts';
import { type Cut, cutAtSlots, cutBytes, STAND_INS } from './cut.ts';
import { shapeContentsEntry, shapeDigest, shapeHead, shapePick, shapeTitle } from './digest-parts.ts';
import { alsoTrendingLines, contentsLines, footerLines, openingSections, pickLines } from './digest-text.ts';
import { compileBlock, type DigestFrames, escapeText } from './fragments.ts';
import { preheaderTitle } from './subject.ts';
import { wrapText } from './wrap-text.ts';

/** The only level at which digests are joined; any other takes the path of renderDigest. */
const DETAIL = RENDERING.fullDetail;

/** HTML and text of one piece. */
export interface CutPair {
  html: Cut;
  text: Cut;
}

/** A pick, compiled for every reader who gets it in this form. */
export interface CardPiece {
  card: CutPair;
  /** Its line in the contents list. */
  contents: CutPair;
  title: string;
  summary: string;
  /** Its title in a preheader, plain and as HTML. */
  preheader: { text: string; html: string };
}

/** Form of a card beyond its paper: all that changes its markup. */
export interface CardForm {
  lead: boolean;
  isGrouped: boolean;
  hasSection: boolean;
  hasReason: boolean;
}

/** Compiles a pick whose links carry stand-ins. Throws what renderDigest would throw for it. */
export function compileCard(
  frames: DigestFrames,
  raw: DigestPick,
  { lead, isGrouped, hasSection, hasReason }: CardForm,
  props: Pick<DigestProps, 'language' | 'date'>,
): CardPiece {
  const texts = TEXTS[props.language];
  const pick = cleanPick({ ...raw, reason: '' }, texts);
  const { language, date: today } = props;
  const view = {
    ...shapePick(pick, lead ? 0 : 1, { language, today, detail: DETAIL, texts }),
    ...(isGrouped && { kicker: null }),
    reason: hasReason ? STAND_INS.reason : null,
    number: Number(STAND_INS.number),
    section: hasSection ? STAND_INS.section : null,
  };
  const entry = { ...shapeContentsEntry(pick, isGrouped), number: view.number, section: view.section };
  const preheader = preheaderTitle(pick.title);
  return {
    card: {
      html: cutAtSlots(compileBlock(frames, createElement(PickCard, { pick: view }))),
      text: cutAtSlots(withoutNumber(pickLines({ ...view, number: 1, section: null }))),
    },
    contents: {
      html: cutAtSlots(between(contentsMarkup('', [entry]), contentsMarkup('', []), '<tbody>')),
      text: cutAtSlots(withoutNumber(contentsLines({ ...entry, number: 1, section: null }))),
    },
    title: pick.title,
    summary: view.summary ?? '',
    preheader: { text: preheader, html: escapeText(preheader) },
  };
}

/** Hanging number, which has the same width up to 99. */
export function hangingNumber(number: number): string {
  return `${String(number).padStart(2)}. `;
}

function withoutNumber(lines: readonly string[]): string {
  return lines.join('\n').slice(hangingNumber(1).length);
}

/** Memory that a card takes, in bytes. */
export function cardBytes({ card, contents, title, summary }: CardPiece): number {
  const cuts = [card.html, card.text, contents.html, contents.text];
  return cuts.reduce((sum, cut) => sum + cutBytes(cut), 2 * (2 * title.length + summary.length) + 256);
}

/** One title under "also trending", HTML and text. */
export function compileTitle(
  raw: DigestProps['alsoTrending'][number],
  { language }: Pick<DigestProps, 'language'>,
): { html: string; text: string } {
  const entry = shapeTitle(cleanTitle(raw, TEXTS[language]), DETAIL);
  const empty = titlesMarkup('', []);
  return {
    html: between(titlesMarkup('', [entry]), empty, '</h2>'),
    text: alsoTrendingLines(entry).join('\n'),
  };
}

/** Reason of a pick as the joined digest needs it; `html` is empty without a reason. */
export function compileReason(reason: string): { plain: string; html: string; text: string } {
  return {
    plain: reason,
    html: escapeText(reason),
    text: wrapText(reason, '    ').join('\n').slice(4),
  };
}

/** All that is around the picks: a digest's opening, the markup around its lists, and its footer. */
export interface Surroundings {
  opening: string;
  openingText: string;
  /** Precedes the title in the subject. */
  prefix: string;
  contents: { before: string; after: string; heading: string };
  alsoTrending: { before: string; after: string; heading: string };
}

/** Compiles what depends on the day, the number of picks and the pool. */
export function compileSurroundings(
  frames: DigestFrames,
  props: DigestProps,
  picks: number,
  isGrouped: boolean,
): Surroundings {
  const texts = TEXTS[props.language];
  const head = shapeHead(props, picks, texts);
  const shaped = shapeDigest(cleanDigest(props, texts), DETAIL, texts);
  const view = { ...shaped, dateLine: `${head.date} · ${head.summary}`, quiet: null };
  const { name, site, edition, dateLine, rise } = view;
  const heading = isGrouped ? texts.digest.contentsOfWeek : texts.digest.contents;
  const blocks = [
    createElement(DigestMasthead, { name, site, edition, dateLine }),
    ...(rise ? [createElement(RiseLine, rise)] : []),
  ];
  const around = (markup: string, cut: string) => {
    const at = markup.indexOf(cut) + cut.length;
    return { before: frames.blockOpen + markup.slice(0, at), after: markup.slice(at) + frames.blockClose };
  };
  return {
    opening: blocks.map((block) => compileBlock(frames, block)).join(''),
    openingText: openingSections(view)
      .map((lines) => lines.join('\n'))
      .join('\n\n'),
    prefix: head.prefix,
    contents: { ...around(contentsMarkup(heading, []), '<tbody>'), heading },
    alsoTrending: {
      ...around(titlesMarkup(texts.digest.alsoTrending, []), '</h2>'),
      heading: texts.digest.alsoTrending,
    },
  };
}

/** Compiles the footer of a digest whose links carry stand-ins. */
export function compileFooter(frames: DigestFrames, props: DigestProps): CutPair {
  const texts = TEXTS[props.language];
  const view = shapeDigest(cleanDigest(props, texts), DETAIL, texts);
  const { subscription, footerLinks, viewLinks, forwarded, postalAddress } = view;
  const footer = createElement(DigestFooter, {
    subscription,
    footerLinks,
    viewLinks,
    forwarded,
    postalAddress,
  });
  return {
    html: cutAtSlots(compileBlock(frames, footer)),
    text: cutAtSlots(footerLines(view).join('\n')),
  };
}

type ContentsProps = Parameters<typeof Contents>[0];
type TitlesProps = Parameters<typeof AlsoTrending>[0];

function contentsMarkup(heading: string, entries: ContentsProps['entries']): string {
  return renderToMjml(createElement(Contents, { heading, entries }));
}

function titlesMarkup(heading: string, entries: TitlesProps['entries']): string {
  return renderToMjml(createElement(AlsoTrending, { heading, entries }));
}

/** Markup of a list's entries: what a list with them has more than an empty one, which ends in `cut` and a close. */
function between(full: string, empty: string, cut: string): string {
  const at = empty.indexOf(cut) + cut.length;
  return full.slice(at, full.length - (empty.length - at));
}

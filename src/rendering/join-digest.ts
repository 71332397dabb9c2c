import { RENDERING } from '../../config/rendering.ts';
import type { DigestPick, DigestProps } from '../../templates/digest/props.ts';
import { TEXTS } from '../../templates/texts.ts';
import { cleanLine, cleanOwnLine } from '../papers/text/clean-text.ts';
import { cutBytes, fillCut, type Slot } from './cut.ts';
import { sectionsOf } from './digest-parts.ts';
import {
  type CardPiece,
  type CutPair,
  cardBytes,
  compileCard,
  compileFooter,
  compileReason,
  compileSurroundings,
  compileTitle,
  hangingNumber,
  type Surroundings,
} from './digest-pieces.ts';
import { type DigestFrames, digestFrames, escapeText, fillHead } from './fragments.ts';
import { PieceCache } from './piece-cache.ts';
import type { RenderedEmail } from './rendered-email.ts';
import { digestSubject } from './subject.ts';
import { cutUnbroken } from './unbroken.ts';
import { underlinedHeading } from './wrap-text.ts';

/** What a joined digest consists of. Links in `props`, picks and titles carry STAND_INS for `values`. */
export interface DigestPieces {
  /** The digest without picks and titles. */
  props: DigestProps;
  picks: readonly PickPiece[];
  alsoTrending: readonly TitlePiece[];
  values: Pick<Record<Slot, string>, 'token' | 'page' | 'key'>;
}

/** A pick by the paper that it shows, whose object stands for all its texts. */
export interface PickPiece {
  paper: object;
  /** Label of its topic; empty without one. */
  topic: string;
  exploration: boolean;
  reason: string;
  /** Props of the pick, read only when the piece is compiled. */
  read(): DigestPick;
}

/** A title under "also trending", by the same rule. */
export interface TitlePiece {
  paper: object;
  topic: string;
  read(): DigestProps['alsoTrending'][number];
}

const MEBIBYTE = 1_048_576;
/** A card takes about 12 kB, so that this keeps 2,600: a day's pool in the forms its readers get it. */
const cards = new PieceCache<CardPiece>(32 * MEBIBYTE, cardBytes);
type TextPair = { html: string; text: string };
const pairBytes = ({ html, text }: TextPair) => 2 * (html.length + text.length) + 128;
const titles = new PieceCache<TextPair>(4 * MEBIBYTE, pairBytes);
const reasons = new PieceCache<ReturnType<typeof compileReason>>(4 * MEBIBYTE, (each) => 2 * pairBytes(each));
const surroundings = new PieceCache<Surroundings>(
  4 * MEBIBYTE,
  ({ opening, openingText }) => 2 * (opening.length + openingText.length) + 4_096,
);
const footers = new PieceCache<CutPair>(4 * MEBIBYTE, ({ html, text }) => cutBytes(html) + cutBytes(text));
const subjects = new PieceCache<TextPair>(2 * MEBIBYTE, pairBytes);

/** Scopes by their short names. */
const scopes = new PieceCache<string>(MEBIBYTE, () => 64);
let scopeCount = 0;

const identities = new WeakMap<object, string>();
let papers = 0;

/** A short name for an object, never used again for another one. */
function identityOf(paper: object): string {
  const known = identities.get(paper);
  if (known !== undefined) return known;
  papers += 1;
  const identity = papers.toString(36);
  identities.set(paper, identity);
  return identity;
}

/**
 * Joins a digest from compiled pieces, byte for byte what renderDigest returns for the same props at full
 * detail. Null if only renderDigest can do it: a quiet day, a digest that needs less detail, unusual links.
 */
export async function joinDigest(pieces: DigestPieces): Promise<RenderedEmail | null> {
  const { props, values } = pieces;
  if (pieces.picks.length === 0 || pieces.picks.length > 99 || props.links.site.length > 500) return null;
  if (!/^[\w.-]{1,100} [\w.-]{1,100} [\w-]{1,40}$/.test(`${values.token} ${values.page} ${values.key}`))
    return null;
  const frames = await digestFrames();
  const scope = scopes.get(`${props.language} ${props.date} ${props.links.site}`, () => {
    scopeCount += 1;
    return scopeCount.toString(36);
  });
  const { picks, subjectPrefix, ...parts } = joinParts(frames, pieces, scope);
  const [first, second, third] = picks;
  if (!first) return null;
  const key = `${props.language} ${picks.length} ${subjectPrefix} ${first.piece.title}`;
  const subject = subjects.get(key, () => {
    const all = picks.map(({ piece }) => piece.title);
    const text = digestSubject(all, TEXTS[props.language], subjectPrefix);
    return { text, html: escapeText(text) };
  });
  const preheader = second ? titlesOf(second.piece, third?.piece) : alone(first);
  const { language } = props;
  const head = fillHead(frames, { language, title: subject.html, preheader: preheader.html });
  const html = [head, ...parts.html, frames.end].join('');
  if (Buffer.byteLength(html) > RENDERING.targetBytes) return null;
  return { subject: subject.text, preheader: preheader.text, html, text: parts.text.join('') };
}

type JoinedPick = {
  piece: CardPiece;
  reason: ReturnType<typeof compileReason>;
  section: string | null;
};

function titlesOf(second: CardPiece, third: CardPiece | undefined): CardPiece['preheader'] {
  if (!third) return second.preheader;
  const text = `${second.preheader.text} · ${third.preheader.text}`;
  return { text, html: `${second.preheader.html} · ${third.preheader.html}` };
}

function alone({ piece, reason }: JoinedPick): CardPiece['preheader'] {
  const text = piece.summary || reason.plain;
  return { text, html: escapeText(text) };
}

/** Parts of a digest in order, to be joined once: adding strings up costs three times as much. */
interface Joined {
  html: string[];
  text: string[];
  picks: JoinedPick[];
}

function joinParts(
  frames: DigestFrames,
  pieces: DigestPieces,
  scope: string,
): Joined & { subjectPrefix: string } {
  const { props, picks, values } = pieces;
  const isGrouped = props.week !== null;
  const around = surroundings.get(
    `${scope} ${picks.length} ${props.poolSize} ${isGrouped ? JSON.stringify(props.week) : ''}`,
    () => compileSurroundings(frames, { ...props, picks: [], alsoTrending: [] }, picks.length, isGrouped),
  );
  const list = formPicks(frames, pieces, scope);
  const joined: Joined = { html: [around.opening], text: [around.openingText], picks: list };
  if (picks.length >= RENDERING.contentsFrom) joinContents(joined, around.contents, values);
  joinPicks(joined, values);
  joinTitles(joined, around.alsoTrending, pieces, scope);
  const footer = footers.get(`${scope} ${props.subscription}\n${props.postalAddress}`, () =>
    compileFooter(frames, { ...props, picks: [], alsoTrending: [] }),
  );
  const filled = { ...values, reason: '', section: '', number: '' };
  fillCut(joined.html, footer.html, filled);
  joined.text.push('\n\n');
  fillCut(joined.text, footer.text, filled);
  joined.text.push('\n');
  return { ...joined, subjectPrefix: around.prefix };
}

function formPicks(
  frames: DigestFrames,
  { props, picks }: Pick<DigestPieces, 'props' | 'picks'>,
  scope: string,
): JoinedPick[] {
  const sections =
    props.week === null
      ? null
      : sectionsOf(
          { week: props.week, picks: picks.map((pick) => ({ ...pick, topic: cleanLine(pick.topic) })) },
          TEXTS[props.language],
        );
  return picks.map((pick, index) => {
    const section = sections?.[index] ?? null;
    const reason = reasons.get(pick.reason, () =>
      compileReason(cutUnbroken(cleanOwnLine(pick.reason), RENDERING.fullDetail.reason)),
    );
    const form = {
      lead: index === 0,
      isGrouped: sections !== null,
      hasSection: Boolean(section),
      hasReason: reason.plain !== '',
    };
    const bits =
      (form.lead ? 1 : 0) +
      (form.isGrouped ? 2 : 0) +
      (form.hasSection ? 4 : 0) +
      (form.hasReason ? 8 : 0) +
      (pick.exploration ? 16 : 0);
    const piece = cards.get(`${identityOf(pick.paper)} ${bits} ${scope} ${pick.topic}`, () =>
      compileCard(frames, pick.read(), form, props),
    );
    return { piece, reason, section };
  });
}

function joinContents(
  joined: Joined,
  around: Surroundings['contents'],
  values: DigestPieces['values'],
): void {
  joined.html.push(around.before);
  joined.text.push('\n\n', underlinedHeading(around.heading).join('\n'));
  for (const [index, { piece, section }] of joined.picks.entries()) {
    const filled = {
      ...values,
      number: String(index + 1),
      section: section ? escapeText(section) : '',
      reason: '',
    };
    fillCut(joined.html, piece.contents.html, filled);
    joined.text.push(section ? `\n\n${section}\n` : '\n', hangingNumber(index + 1));
    fillCut(joined.text, piece.contents.text, filled);
  }
  joined.html.push(around.after);
}

function joinPicks(joined: Joined, values: DigestPieces['values']): void {
  for (const [index, { piece, section, reason }] of joined.picks.entries()) {
    const number = String(index + 1);
    const heading = section ? escapeText(section) : '';
    fillCut(joined.html, piece.card.html, { ...values, number, section: heading, reason: reason.html });
    joined.text.push('\n\n');
    if (section) joined.text.push(underlinedHeading(section).join('\n'), '\n\n');
    joined.text.push(hangingNumber(index + 1));
    fillCut(joined.text, piece.card.text, { ...values, number, section: heading, reason: reason.text });
  }
}

function joinTitles(
  joined: Joined,
  around: Surroundings['alsoTrending'],
  { props, alsoTrending }: DigestPieces,
  scope: string,
): void {
  const shown = alsoTrending.slice(0, RENDERING.alsoTrending);
  if (shown.length === 0) return;
  joined.html.push(around.before);
  joined.text.push('\n\n', underlinedHeading(around.heading).join('\n'));
  for (const { paper, topic, read } of shown) {
    const piece = titles.get(`${identityOf(paper)} ${scope} ${topic}`, () => compileTitle(read(), props));
    joined.html.push(piece.html);
    joined.text.push('\n', piece.text);
  }
  joined.html.push(around.after);
}

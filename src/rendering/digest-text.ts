import { RENDERING } from '../../config/rendering.ts';
import type { DigestView, PickView } from '../../templates/digest/view.ts';
import type { LinkView } from '../../templates/link-row.tsx';
import { underlinedHeading, wrapText } from './wrap-text.ts';

const INDENT = '    ';

/** Text part of a digest, 72 columns wide, each link unbroken on a line of its own. */
export function digestText(view: DigestView): string {
  const sections = [
    [
      `${view.name} · ${view.edition.replaceAll('\u00A0', ' ')}`,
      ...wrapText(view.dateLine),
      '='.repeat(RENDERING.textColumns),
    ],
    ...(view.quiet === null ? [] : [wrapText(view.quiet)]),
    ...(view.rise ? [riseLines(view.rise)] : []),
    ...(view.contents ? [contentsLines(view.contents)] : []),
    ...view.picks.map(pickLines),
    ...(view.alsoTrending ? [alsoTrendingLines(view.alsoTrending)] : []),
    [
      '-'.repeat(RENDERING.textColumns),
      ...wrapText(view.subscription),
      ...(view.subscription === '' ? [] : ['']),
      ...[...view.footerLinks, ...view.viewLinks].map(linkLine),
      `${view.forwarded.question} ${linkLine(view.forwarded.link)}`,
      '',
      ...wrapText(view.postalAddress),
    ],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function contentsLines({ heading, entries }: NonNullable<DigestView['contents']>): string[] {
  const lines = entries.flatMap(({ number, title, topic, section }) => [
    ...(section === null ? [] : ['', section]),
    ...numbered(number, topic === '' ? title : `${title} (${topic})`),
  ]);
  return [...underlinedHeading(heading), ...lines];
}

function riseLines({ label, name, url, fact }: NonNullable<DigestView['rise']>): string[] {
  return [...wrapText(`${label} ${name}, ${fact}`), ...(url === null ? [] : [url])];
}

/** Wrapped text behind a hanging number, which is right-aligned up to 99. */
function numbered(number: number, text: string): string[] {
  const mark = `${String(number).padStart(2)}. `;
  const [first = '', ...rest] = wrapText(text, ' '.repeat(mark.length));
  return [mark + first.trimStart(), ...rest];
}

function pickLines(pick: PickView): string[] {
  const block = (text: string | null) => (text === null ? [] : ['', ...wrapText(text, INDENT)]);
  return [
    ...(pick.section === null ? [] : [...underlinedHeading(pick.section), '']),
    ...numbered(pick.number, pick.title),
    ...(pick.kicker === null ? [] : wrapText(pick.kicker, INDENT)),
    ...(pick.byline === null ? [] : wrapText(pick.byline, INDENT)),
    ...block(pick.summary),
    ...block(pick.reason),
    '',
    ...[...headlineLink(pick), ...pick.links, ...pick.feedback].map((link) => INDENT + linkLine(link)),
  ];
}

/** The paper's page, to which the headline links in the HTML. */
function headlineLink(pick: PickView): LinkView[] {
  return pick.url === null ? [] : [{ label: '', url: pick.url }];
}

function alsoTrendingLines(also: NonNullable<DigestView['alsoTrending']>): string[] {
  const entries = also.entries.flatMap((entry) => [
    '',
    ...wrapText(`${entry.title} (${entry.topic})`, INDENT),
    ...(entry.url === null ? [] : [INDENT + entry.url]),
  ]);
  return [...underlinedHeading(also.heading), ...entries];
}

/** A label and its address on one line, which is never broken. */
export function linkLine(link: LinkView): string {
  return link.label === '' ? link.url : `${link.label}: ${link.url}`;
}

import { RENDERING } from '../../config/rendering.ts';
import type { ContentsEntry, DigestView, PickView } from '../../templates/digest/view.ts';
import type { LinkView } from '../../templates/link-row.tsx';
import { underlinedHeading, wrapText } from './wrap-text.ts';

/** Indentation of what belongs to a pick. */
export const INDENT = '    ';

/** Text part of a digest, 72 columns wide, each link unbroken on a line of its own. */
export function digestText(view: DigestView): string {
  return joinSections([
    ...openingSections(view),
    ...(view.contents
      ? [[...underlinedHeading(view.contents.heading), ...view.contents.entries.flatMap(contentsLines)]]
      : []),
    ...view.picks.map(pickLines),
    ...(view.alsoTrending
      ? [
          [
            ...underlinedHeading(view.alsoTrending.heading),
            ...view.alsoTrending.entries.flatMap(alsoTrendingLines),
          ],
        ]
      : []),
    footerLines(view),
  ]);
}

/** The whole text of sections, each a list of lines. */
export function joinSections(sections: readonly (readonly string[])[]): string {
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Sections above the contents list. */
export function openingSections(
  view: Pick<DigestView, 'name' | 'edition' | 'dateLine' | 'quiet' | 'rise'>,
): string[][] {
  return [
    [
      `${view.name} · ${view.edition.replaceAll('\u00A0', ' ')}`,
      ...wrapText(view.dateLine),
      '='.repeat(RENDERING.textColumns),
    ],
    ...(view.quiet === null ? [] : [wrapText(view.quiet)]),
    ...(view.rise ? [riseLines(view.rise)] : []),
  ];
}

/** Subscription, links and postal address. */
export function footerLines(
  view: Pick<DigestView, 'subscription' | 'footerLinks' | 'viewLinks' | 'forwarded' | 'postalAddress'>,
): string[] {
  return [
    '-'.repeat(RENDERING.textColumns),
    ...wrapText(view.subscription),
    ...(view.subscription === '' ? [] : ['']),
    ...[...view.footerLinks, ...view.viewLinks].map(linkLine),
    `${view.forwarded.question} ${linkLine(view.forwarded.link)}`,
    '',
    ...wrapText(view.postalAddress),
  ];
}

/** One entry of the contents list, below the heading of its group if it begins one. */
export function contentsLines({ number, title, topic, section }: ContentsEntry): string[] {
  return [
    ...(section === null ? [] : ['', section]),
    ...numbered(number, topic === '' ? title : `${title} (${topic})`),
  ];
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

/** Lines of one pick. */
export function pickLines(pick: PickView): string[] {
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

/** One title under "also trending", below an empty line. */
export function alsoTrendingLines(
  entry: NonNullable<DigestView['alsoTrending']>['entries'][number],
): string[] {
  return [
    '',
    ...wrapText(`${entry.title} (${entry.topic})`, INDENT),
    ...(entry.url === null ? [] : [INDENT + entry.url]),
  ];
}

/** A label and its address on one line, which is never broken. */
export function linkLine(link: LinkView): string {
  return link.label === '' ? link.url : `${link.label}: ${link.url}`;
}

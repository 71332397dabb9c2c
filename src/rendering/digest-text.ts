import { RENDERING } from '../../config/rendering.ts';
import type { DigestView, PickView } from '../../templates/digest/view.ts';
import type { LinkView } from '../../templates/link-row.tsx';
import { underlinedHeading, wrapText } from './wrap-text.ts';

const INDENT = '   ';

/** Text part of a digest, 72 columns wide, each link unbroken on a line of its own. */
export function digestText(view: DigestView): string {
  const sections = [
    [view.name, ...wrapText(view.dateLine), '='.repeat(RENDERING.textColumns)],
    ...(view.quiet === null ? [] : [wrapText(view.quiet)]),
    ...view.picks.map(pickLines),
    ...(view.alsoTrending ? [alsoTrendingLines(view.alsoTrending)] : []),
    [
      '-'.repeat(RENDERING.textColumns),
      ...wrapText(view.subscription),
      '',
      ...view.footerLinks.map(linkLine),
      '',
      ...wrapText(view.postalAddress),
    ],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function pickLines(pick: PickView, index: number): string[] {
  const number = `${index + 1}. `;
  const block = (text: string | null) => (text === null ? [] : ['', ...wrapText(text, INDENT)]);
  const links = [...pick.links, ...pick.feedback];
  return [
    ...(pick.mark === null ? [] : wrapText(`(${pick.mark})`, INDENT)),
    ...wrapText(pick.title, ' '.repeat(number.length)).map((line, row) =>
      row === 0 ? number + line.trimStart() : line,
    ),
    ...(pick.byline === null ? [] : wrapText(pick.byline, INDENT)),
    ...block(pick.summary),
    ...block(pick.reason),
    '',
    ...(links.length > 0 ? links : headlineLink(pick)).map((link) => INDENT + linkLine(link)),
  ];
}

/** The headline's own link remains if the others were dropped to save room in the HTML. */
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

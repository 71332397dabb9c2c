import { createElement } from 'react';
import { render } from 'react-email';
import { RENDERING } from '../../config/rendering.ts';
import { TEXTS } from '../../templates/texts.ts';
import type { TransactionalKind, TransactionalProps } from '../../templates/transactional/props.ts';
import { Letter } from '../../templates/transactional/transactional-email.tsx';
import type { TransactionalView } from '../../templates/transactional/view.ts';
import { linkLine } from './digest-text.ts';
import type { RenderedEmail } from './rendered-email.ts';
import { shapeTransactional } from './transactional-parts.ts';
import { wrapText } from './wrap-text.ts';

/**
 * Renders a transactional email of that kind. The same data always give the same bytes. Throws PaperboyError
 * `LINK_UNUSABLE` if a link is not http or https.
 */
export async function renderTransactional<Kind extends TransactionalKind>(
  kind: Kind,
  props: TransactionalProps[Kind],
): Promise<RenderedEmail> {
  const letter = shapeTransactional(kind, props, TEXTS[props.language]);
  const html = await render(createElement(Letter, { letter }));
  return { subject: letter.subject, preheader: letter.preheader, html, text: letterText(letter) };
}

function letterText(letter: TransactionalView): string {
  const paragraphs = [
    letter.name,
    letter.heading,
    ...letter.paragraphs,
    `${letter.action.label}:\n${letter.action.url}`,
    ...letter.afterwards,
    '-'.repeat(RENDERING.textColumns),
    ...(letter.footLinks.length > 0 ? [letter.footLinks.map(linkLine).join('\n')] : []),
    letter.postalAddress,
  ];
  return `${paragraphs.map((text) => (text.includes('\n') ? text : wrapText(text).join('\n'))).join('\n\n')}\n`;
}

import { createElement } from 'react';
import { render } from 'react-email';
import { RENDERING } from '../../config/rendering.ts';
import { TEXTS } from '../../templates/texts.ts';
import { TransactionalDocument } from '../../templates/transactional/document.tsx';
import type { TransactionalKind, TransactionalProps } from '../../templates/transactional/props.ts';
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
  const view = shapeTransactional(kind, props, TEXTS[props.language]);
  const html = await render(createElement(TransactionalDocument, { view }));
  return { subject: view.subject, preheader: view.preheader, html, text: transactionalText(view) };
}

function transactionalText(view: TransactionalView): string {
  const paragraphs = [
    view.name,
    view.heading,
    ...view.paragraphs,
    `${view.action.label}:\n${view.action.url}`,
    ...view.notes,
    '-'.repeat(RENDERING.textColumns),
    ...(view.footerLinks.length > 0 ? [view.footerLinks.map(linkLine).join('\n')] : []),
    view.postalAddress,
  ];
  const lines = paragraphs.map((text) => (text.includes('\n') ? text : wrapText(text).join('\n')));
  return `${lines.join('\n\n')}\n`;
}

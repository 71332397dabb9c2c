import { createElement } from 'react';
import { Letter } from '../../../templates/transactional/transactional-email.tsx';
import type { TransactionalView } from '../../../templates/transactional/view.ts';
import type { RenderedEmail } from '../../rendering/rendered-email.ts';
import { wrap } from '../../rendering/wrap-text.ts';
import { describeAlert } from './alert-texts.ts';
import type { AlertNotification } from './notify-queries.ts';

/** The letter that tells an operator of these alerts, at least one; the same ones give the same bytes. */
export async function alertEmail(
  sender: { site: string; postalAddress: string },
  tellings: readonly AlertNotification[],
): Promise<RenderedEmail> {
  // Loaded with the first letter, as for readers: it takes longer than a round.
  const { render } = await import('react-email');
  const letter = viewOf(sender, tellings);
  const html = await render(createElement(Letter, { letter }));
  return { subject: letter.subject, preheader: letter.preheader, html, text: textOf(letter) };
}

function viewOf(
  { site, postalAddress }: { site: string; postalAddress: string },
  tellings: readonly AlertNotification[],
): TransactionalView {
  const opened = tellings.filter(({ event }) => event === 'opened');
  const over = tellings.filter(({ event }) => event === 'over');
  const [first] = [...opened, ...over].map((telling) => describeAlert(site, telling));
  const title = titleOf(opened, over, first?.headline ?? '');
  return {
    language: 'en',
    subject: `Paperboy: ${title}`,
    preheader: first?.message ?? '',
    name: 'Paperboy',
    site,
    heading: title,
    paragraphs: [
      ...opened.flatMap((telling) => {
        const { headline, message, meaning, remedy } = describeAlert(site, telling);
        return [
          `${headline}, since ${momentOf(telling.raisedAt)}. ${message} ${meaning}`,
          `What to do: ${remedy}`,
        ];
      }),
      ...over.map((telling) => {
        const { headline } = describeAlert(site, telling);
        const { subject, raisedAt, clearedAt } = telling;
        return `Over since ${momentOf(clearedAt ?? raisedAt)}: ${headline} (${subject}), noticed ${momentOf(raisedAt)}.`;
      }),
    ],
    action: { label: 'Open the desk', url: first?.link ?? site },
    byHand: 'If the button does not work, open this address:',
    afterwards: [
      'You get this because ALERT_MAIL_TO names your address. What to do in each case: docs/RUNBOOK.md.',
    ],
    footLinks: [],
    postalAddress,
  };
}

function titleOf(
  opened: readonly AlertNotification[],
  over: readonly AlertNotification[],
  headline: string,
): string {
  if (opened.length > 1) return `${opened.length} things to look at`;
  if (opened.length === 1) return headline;
  return over.length > 1 ? `${over.length} things are over` : `Over: ${headline}`;
}

/** e.g. `2026-11-23 07:15 UTC`. */
function momentOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function textOf(letter: TransactionalView): string {
  const paragraphs = [letter.heading, ...letter.paragraphs, ...letter.afterwards, letter.postalAddress];
  return `${[...paragraphs.map((text) => wrap(text).join('\n')), letter.action.url].join('\n\n')}\n`;
}

import { createElement } from 'react';
import { TransactionalDocument } from '../../../templates/transactional/document.tsx';
import type { TransactionalView } from '../../../templates/transactional/view.ts';
import { pluralize } from '../../plural.ts';
import type { RenderedEmail } from '../../rendering/rendered-email.ts';
import { wrapText } from '../../rendering/wrap-text.ts';
import { describeAlert } from './alert-texts.ts';
import type { AlertNotification } from './notify-queries.ts';

/** Renders the email for one or more notifications. The same notifications give the same bytes. */
export async function alertEmail(
  sender: { site: string; postalAddress: string },
  notifications: readonly AlertNotification[],
): Promise<RenderedEmail> {
  // Loaded with the first email: the import takes longer than a round of checks.
  const { render } = await import('react-email');
  const view = viewFor(sender, notifications);
  const html = await render(createElement(TransactionalDocument, { view }));
  return { subject: view.subject, preheader: view.preheader, html, text: textOf(view) };
}

function viewFor(
  { site, postalAddress }: { site: string; postalAddress: string },
  notifications: readonly AlertNotification[],
): TransactionalView {
  const opened = notifications.filter(({ event }) => event === 'opened');
  const resolved = notifications.filter(({ event }) => event === 'over');
  const [first] = [...opened, ...resolved].map((notification) => describeAlert(site, notification));
  const title = titleFor(opened.length, resolved.length, first?.headline ?? '');
  return {
    language: 'en',
    subject: `Paperboy: ${title}`,
    preheader: first?.message ?? '',
    name: 'Paperboy',
    site,
    heading: title,
    paragraphs: [
      ...opened.flatMap((notification) => {
        const { headline, message, meaning, remedy } = describeAlert(site, notification);
        return [
          `${headline}, since ${formatTime(notification.raisedAt)}. ${message} ${meaning}`,
          `What to do: ${remedy}`,
        ];
      }),
      ...resolved.map((notification) => {
        const { headline } = describeAlert(site, notification);
        const { subject, raisedAt, clearedAt } = notification;
        const resolvedAt = formatTime(clearedAt ?? raisedAt);
        return `Resolved ${resolvedAt}: ${headline} (${subject}), raised ${formatTime(raisedAt)}.`;
      }),
    ],
    action: { label: 'Open dashboard', url: first?.link ?? site },
    linkHint: 'If the button does not work, open this link:',
    notes: [
      'You receive this email because ALERT_MAIL_TO includes your address. docs/RUNBOOK.md describes ' +
        'every alert.',
    ],
    footerLinks: [],
    postalAddress,
  };
}

function titleFor(opened: number, resolved: number, headline: string): string {
  if (opened > 1) return pluralize(opened, 'alert', 'alerts');
  if (opened > 0) return headline;
  return resolved > 1 ? `${pluralize(resolved, 'alert', 'alerts')} resolved` : `Resolved: ${headline}`;
}

/** Formats a time as `2026-11-23 07:15 UTC`. */
function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function textOf(view: TransactionalView): string {
  const paragraphs = [view.heading, ...view.paragraphs, ...view.notes, view.postalAddress];
  return `${[...paragraphs.map((text) => wrapText(text).join('\n')), view.action.url].join('\n\n')}\n`;
}

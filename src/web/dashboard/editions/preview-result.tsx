import type { ReactElement } from 'react';
import type { EmailPreview } from '../../../delivery/digest/preview-digest.ts';
import { cleanLine } from '../../../rendering/clean-text.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { editionPath } from '../frame/dashboard-paths.ts';
import { EDITIONS_TEXTS as TEXTS } from './editions-texts.ts';
import { fieldsOf, type PreviewQuery } from './preview-query.ts';

/** A digest: how it looks light, dark and on a phone, its text, its headers, its size, and a test of it. */
export function PreviewResult({
  desk,
  preview,
  query,
  search,
  limit,
}: {
  desk: Dashboard;
  preview: EmailPreview;
  query: PreviewQuery;
  search: string;
  limit: number;
}): ReactElement {
  const { mail, edition } = preview;
  if (!mail) return <p>{TEXTS.nothing}</p>;
  const at = `${editionPath(edition)}/preview`;
  const headers = { From: mail.from, To: mail.to, Subject: mail.subject, Date: mail.date, ...mail.headers };
  const addressOf = (view: string) => {
    const other = new URLSearchParams(search);
    other.set('view', view);
    return other.toString();
  };
  return (
    <>
      <p>{preview.composed ? TEXTS.composedAlready : TEXTS.wouldBe(preview.revision)}</p>
      <p>
        <strong dir="auto">{cleanLine(mail.subject)}</strong>
        <br />
        {TEXTS.size(preview.htmlBytes, limit)}
      </p>
      <ul className="acts">
        {(['light', 'dark', 'phone'] as const).map((view) => (
          <li key={view}>
            <a href={`${at}?${addressOf(view)}`} aria-current={view === query.view ? 'page' : undefined}>
              {TEXTS.views[view]}
            </a>
          </li>
        ))}
      </ul>
      <iframe
        className={`mail ${query.view}`}
        sandbox=""
        src={`${at}/html?${search}`}
        title={TEXTS.mailTitle}
      />
      <details>
        <summary>{TEXTS.views.text}</summary>
        <pre className="wrapped" dir="auto">
          {mail.text}
        </pre>
      </details>
      <details>
        <summary>{TEXTS.views.headers}</summary>
        <pre className="wrapped">
          {Object.entries(headers)
            .map(([name, value]) => `${name}: ${cleanLine(value)}`)
            .join('\n')}
        </pre>
      </details>
      {desk.session.role === 'operator' && (
        <DashboardForm desk={desk} action={`${editionPath(edition)}/test`} className="filter">
          {fieldsOf(query).map(([name, value]) => (
            <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
          ))}
          <label>
            {TEXTS.testTo} <input type="email" name="to" autoComplete="email" required />
          </label>
          <button type="submit">{TEXTS.testSend}</button>
        </DashboardForm>
      )}
    </>
  );
}

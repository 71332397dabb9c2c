import type { ReactElement } from 'react';
import type { EmailPreview } from '../../../delivery/digest/preview-digest.ts';
import { cleanLine } from '../../../papers/text/clean-text.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { editionPath } from '../frame/dashboard-paths.ts';
import { fieldsOf, type PreviewQuery, searchOf } from './preview-query.ts';
import { DIGEST_PREVIEW_TEXTS as TEXTS } from './preview-texts.ts';

/** A previewed digest: light, dark and phone views, text part, headers, size, and the form to send a test. */
export function PreviewResult({
  dashboard,
  preview,
  query,
  limit,
}: {
  dashboard: Dashboard;
  preview: EmailPreview;
  query: PreviewQuery;
  /** Size at which Gmail clips, in bytes. */
  limit: number;
}): ReactElement {
  const { email: mail, edition } = preview;
  if (!mail) return <p>{TEXTS.nothing}</p>;
  const path = `${editionPath(edition)}/preview`;
  const headers = { From: mail.from, To: mail.to, Subject: mail.subject, Date: mail.date, ...mail.headers };
  return (
    <>
      <p>{preview.composed ? TEXTS.composed : TEXTS.current(preview.revision)}</p>
      <p>
        <strong dir="auto">{cleanLine(mail.subject)}</strong>
        <br />
        {TEXTS.bytes(preview.htmlBytes, limit)}
      </p>
      <ul className="operations">
        {(['light', 'dark', 'phone'] as const).map((view) => (
          <li key={view}>
            <a
              href={`${path}?${searchOf({ ...query, view })}`}
              aria-current={view === query.view ? 'page' : undefined}
            >
              {TEXTS.views[view]}
            </a>
          </li>
        ))}
      </ul>
      <iframe
        className={`email ${query.view}`}
        sandbox=""
        src={`${path}/html?${searchOf(query)}`}
        title={TEXTS.frameTitle}
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
      {dashboard.session.role === 'operator' && (
        <DashboardForm dashboard={dashboard} action={`${editionPath(edition)}/test`} className="filter">
          {fieldsOf(query).map(([name, value]) => (
            <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
          ))}
          <label>
            {TEXTS.testTo} <input type="email" name="to" autoComplete="email" required />
          </label>
          <button type="submit">{TEXTS.testButton}</button>
        </DashboardForm>
      )}
    </>
  );
}

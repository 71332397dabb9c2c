import type { ReactElement } from 'react';
import { LANGUAGE_CODES, LANGUAGES } from '../../../../config/languages.ts';
import { TOPICS } from '../../../../config/topics/taxonomy.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { editionPath } from '../frame/dashboard-paths.ts';
import { EDITIONS_TEXTS as TEXTS } from './editions-texts.ts';
import { type PreviewQuery, querySchema } from './preview-query.ts';

/** As whom an edition is looked at: somebody with these wishes, or one subscriber, whose address goes into no link. */
export function PreviewForms({
  desk,
  edition,
  query = querySchema.parse({}),
}: {
  desk: Dashboard;
  edition: string;
  /** What was wished for before. */
  query?: PreviewQuery;
}): ReactElement {
  const action = `${editionPath(edition)}/preview`;
  return (
    <section aria-labelledby="look">
      <h2 id="look">{TEXTS.preview}</h2>
      <form method="get" action={action} className="filter">
        <TopicsField name="topic" label={TEXTS.previewTopics} chosen={query.topic} />
        <TopicsField name="mute" label={TEXTS.previewMuted} chosen={query.mute} />
        {(['query', 'author', 'organisation'] as const).map((name) => (
          <label key={name}>
            {TEXTS.previewWords[name]}{' '}
            <input type="text" name={name} maxLength={1_000} defaultValue={query[name]} />
          </label>
        ))}
        <label>
          {TEXTS.previewLanguage}{' '}
          <select name="language" defaultValue={query.language}>
            {LANGUAGE_CODES.map((code) => (
              <option key={code} value={code}>
                {LANGUAGES[code]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {TEXTS.previewSize} <input type="number" name="size" min={1} max={30} defaultValue={query.size} />
        </label>
        <button type="submit">{TEXTS.look}</button>
      </form>
      {desk.session.role === 'operator' && (
        <DashboardForm desk={desk} action={action} className="filter">
          <label>
            {TEXTS.previewPerson} <input type="text" name="subscriber" autoComplete="off" required />
          </label>
          <button type="submit">{TEXTS.look}</button>
        </DashboardForm>
      )}
    </section>
  );
}

function TopicsField(props: { name: string; label: string; chosen: readonly string[] }): ReactElement {
  return (
    <label>
      {props.label}{' '}
      <select name={props.name} multiple size={5} defaultValue={[...props.chosen]}>
        {TOPICS.map(({ slug, label }) => (
          <option key={slug} value={slug}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

import type { ReactElement } from 'react';
import { LANGUAGE_CODES, LANGUAGES } from '../../../../config/languages.ts';
import type { Taxonomy } from '../../../../config/topics/taxonomy.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { editionPath } from '../frame/dashboard-paths.ts';
import { type PreviewQuery, querySchema } from './preview-query.ts';
import { DIGEST_PREVIEW_TEXTS as TEXTS } from './preview-texts.ts';

/**
 * Forms to preview an edition's digest: for a made-up subscriber, and for operators also for an existing one.
 * The address is posted so that it appears in no URL.
 */
export function PreviewForms({
  dashboard,
  edition,
  query = querySchema.parse({}),
}: {
  dashboard: Dashboard;
  edition: string;
  /** Values of the last preview. */
  query?: PreviewQuery;
}): ReactElement {
  const action = `${editionPath(edition)}/preview`;
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{TEXTS.heading}</h2>
      <form method="get" action={action} className="filter">
        <TopicsField taxonomy={dashboard.taxonomy} name="topic" label={TEXTS.topics} selected={query.topic} />
        <TopicsField taxonomy={dashboard.taxonomy} name="mute" label={TEXTS.muted} selected={query.mute} />
        {(['query', 'author', 'organisation'] as const).map((name) => (
          <label key={name}>
            {TEXTS.words[name]} <input type="text" name={name} maxLength={1_000} defaultValue={query[name]} />
          </label>
        ))}
        <label>
          {TEXTS.language}{' '}
          <select name="language" defaultValue={query.language}>
            {LANGUAGE_CODES.map((code) => (
              <option key={code} value={code}>
                {LANGUAGES[code]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {TEXTS.size} <input type="number" name="size" min={1} max={30} defaultValue={query.size} />
        </label>
        <button type="submit">{TEXTS.button}</button>
      </form>
      {dashboard.session.role === 'operator' && (
        <DashboardForm dashboard={dashboard} action={action} className="filter">
          <label>
            {TEXTS.subscriber} <input type="text" name="subscriber" autoComplete="off" required />
          </label>
          <button type="submit">{TEXTS.button}</button>
        </DashboardForm>
      )}
    </section>
  );
}

function TopicsField(props: {
  taxonomy: Taxonomy;
  name: string;
  label: string;
  selected: readonly string[];
}): ReactElement {
  return (
    <label>
      {props.label}{' '}
      <select name={props.name} multiple size={5} defaultValue={[...props.selected]}>
        {props.taxonomy.topics.map(({ slug, label }) => (
          <option key={slug} value={slug}>
            {label.en}
          </option>
        ))}
      </select>
    </label>
  );
}

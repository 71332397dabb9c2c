import type { ReactElement } from 'react';
import { currentTopic, topicDescription, topicLabel } from '../../../../config/topics/taxonomy.ts';
import { TOPIC_SLUG } from '../../../subscribers/preferences/preference.ts';
import { type FormPart, fieldState, ProblemText } from './form-part.tsx';
import type { LineFieldName } from './preference-form.ts';
import { preferencesTexts } from './preferences-texts.ts';

/** Nothing longer is the id of a topic, in no file. */
const LONGEST_SLUG = 60;

/**
 * Every topic as a toggle, in the groups of the taxonomy, then chosen ones that are no longer offered. The
 * toggles are checkboxes; their descriptions are read out with them and listed below the groups of the topics
 * to follow.
 */
export function TopicChoices({
  field,
  ...part
}: FormPart & { field: 'topics' | 'mutedTopics' }): ReactElement {
  const { site } = part;
  const chosen = new Set(part.form[field]);
  const gone = [...chosen].filter(
    (slug) =>
      TOPIC_SLUG.test(slug) && slug.length <= LONGEST_SLUG && currentTopic(site.taxonomy, slug) === null,
  );
  const texts = preferencesTexts[site.language];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset needs a legend; the heading names it.
    <div className="topic-groups" id={field} role="group" aria-label={texts.fields[field]}>
      {site.taxonomy.groups.map(({ label, topics }) => (
        <fieldset key={label.en} className="chips">
          <legend>{label[site.language]}</legend>
          {topics.map(({ slug }) => (
            <label key={slug} className="chip">
              <input
                type="checkbox"
                name={field}
                value={slug}
                defaultChecked={chosen.has(slug)}
                aria-describedby={`about-${slug}`}
              />
              <span>{topicLabel(site.taxonomy, slug, site.language)}</span>
            </label>
          ))}
        </fieldset>
      ))}
      {gone.length > 0 && (
        <fieldset className="chips">
          <legend>{texts.notOffered}</legend>
          <p className="hint">{texts.notOfferedHint}</p>
          {gone.map((slug) => (
            <label key={slug} className="chip">
              <input type="checkbox" name={field} value={slug} defaultChecked />
              <span>{slug}</span>
            </label>
          ))}
        </fieldset>
      )}
      {field === 'topics' && (
        <details className="topic-descriptions">
          <summary>{texts.descriptions}</summary>
          <dl>
            {site.taxonomy.topics.map(({ slug }) => (
              <div key={slug}>
                <dt>{topicLabel(site.taxonomy, slug, site.language)}</dt>
                <dd id={`about-${slug}`}>{topicDescription(site.taxonomy, slug, site.language)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}

/** A text area with one entry per line. */
export function LinesField({
  field,
  label,
  hint,
  ...part
}: FormPart & { field: LineFieldName; label?: string; hint?: string }): ReactElement {
  const texts = preferencesTexts[part.site.language];
  const typed = part.form[field];
  const hintId = `${field}-hint`;
  const lines = typed.split('\n').length;
  return (
    <div className="field">
      <label htmlFor={field}>{label ?? texts.fields[field]}</label>
      <p className="meta" id={hintId}>
        {hint ?? texts.linesHint}
      </p>
      <textarea
        {...fieldState(part, field, hintId)}
        dir="auto"
        rows={Math.min(10, Math.max(2, lines))}
        defaultValue={typed}
        autoComplete="off"
      />
      <ProblemText part={part} field={field} />
    </div>
  );
}

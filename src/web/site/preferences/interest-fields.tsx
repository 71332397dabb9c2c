import type { ReactElement } from 'react';
import { TOPIC_GROUPS, TOPICS, topicDescription, topicLabel } from '../../../../config/topics/taxonomy.ts';
import { type FormPart, fieldState, ProblemText } from './form-part.tsx';
import type { LineFieldName } from './preference-form.ts';
import { preferencesTexts } from './preferences-texts.ts';

/**
 * Every topic as a toggle, in four named groups. The toggles are checkboxes; their descriptions are read out
 * with them and listed below the groups of the topics to follow.
 */
export function TopicChoices({
  field,
  ...part
}: FormPart & { field: 'topics' | 'mutedTopics' }): ReactElement {
  const { site } = part;
  const chosen = new Set(part.form[field]);
  const texts = preferencesTexts[site.language];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset needs a legend; the heading names it.
    <div className="topic-groups" id={field} role="group" aria-label={texts.fields[field]}>
      {TOPIC_GROUPS.map(({ label, topics }) => (
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
              <span>{topicLabel(slug, site.language)}</span>
            </label>
          ))}
        </fieldset>
      ))}
      {field === 'topics' && (
        <details className="topic-descriptions">
          <summary>{texts.descriptions}</summary>
          <dl>
            {TOPICS.map(({ slug }) => (
              <div key={slug}>
                <dt>{topicLabel(slug, site.language)}</dt>
                <dd id={`about-${slug}`}>{topicDescription(slug, site.language)}</dd>
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

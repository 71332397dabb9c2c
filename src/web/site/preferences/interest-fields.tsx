import type { ReactElement } from 'react';
import { TOPICS, topicDescription, topicLabel } from '../../../../config/topics/taxonomy.ts';
import { type FormPart, fieldState, ProblemText } from './form-part.tsx';
import type { LineFieldName } from './preference-form.ts';
import { preferencesTexts } from './preferences-texts.ts';

/** Every topic as a checkbox. Descriptions appear only in the list of topics to follow. */
export function TopicChoices({
  field,
  ...part
}: FormPart & { field: 'topics' | 'mutedTopics' }): ReactElement {
  const chosen = new Set(part.form[field]);
  const preferences = preferencesTexts[part.site.language];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset needs a legend; the heading names it.
    <div className="choices" id={field} role="group" aria-label={preferences.fields[field]}>
      {TOPICS.map(({ slug }) => (
        <label key={slug} className="choice">
          <input type="checkbox" name={field} value={slug} defaultChecked={chosen.has(slug)} />
          <span>
            {topicLabel(slug, part.site.language)}
            {field === 'topics' && <small>{topicDescription(slug, part.site.language)}</small>}
          </span>
        </label>
      ))}
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

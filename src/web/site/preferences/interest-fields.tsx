import type { ReactElement } from 'react';
import { TOPICS, topicDescription, topicLabel } from '../../../../config/topics/taxonomy.ts';
import { type FormPart, fieldState, ProblemText } from './form-part.tsx';
import type { LineFieldName } from './preference-form.ts';
import { preferencesTexts } from './preferences-texts.ts';

/** Every topic of the taxonomy as a checkbox; what each is about is said once, where one follows. */
export function TopicChoices({
  field,
  ...part
}: FormPart & { field: 'topics' | 'mutedTopics' }): ReactElement {
  const chosen = new Set(part.form[field]);
  const preferences = preferencesTexts[part.site.language];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset needs a legend, and here the heading above names the group.
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

/** A text area that holds one entry a line. */
export function LinesField({
  field,
  label,
  hint,
  ...part
}: FormPart & { field: LineFieldName; label?: string; hint?: string }): ReactElement {
  const words = preferencesTexts[part.site.language];
  const typed = part.form[field];
  const hintId = `${field}-hint`;
  const lines = typed.split('\n').length;
  return (
    <div className="field">
      <label htmlFor={field}>{label ?? words.fields[field]}</label>
      <p className="meta" id={hintId}>
        {hint ?? words.linesHint}
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

import type { ReactElement, ReactNode } from 'react';
import type { Site } from '../frame/site.ts';
import type { FieldName, PreferenceForm } from './preference-form.ts';

/** What the parts of the preferences form share. */
export interface FormPart {
  site: Site;
  form: PreferenceForm;
  /** A field's complaint in words, or null where nothing is wrong. */
  problemOf(field: FieldName): string | null;
}

/** One question of the form, with its fields. */
export function Question({
  heading,
  hint,
  children,
}: {
  heading: string;
  hint?: string;
  children: ReactNode;
}): ReactElement {
  return (
    <fieldset>
      <legend>
        <h2>{heading}</h2>
      </legend>
      {hint !== undefined && <p className="hint">{hint}</p>}
      {children}
    </fieldset>
  );
}

/** What is wrong with a field, under it; fieldState connects the two. */
export function ProblemText({ part, field }: { part: FormPart; field: FieldName }): ReactElement | null {
  const problem = part.problemOf(field);
  if (problem === null) return null;
  return (
    <p className="problem" id={`${field}-problem`}>
      {problem}
    </p>
  );
}

/** The attributes of a field: where its label finds it, and what a screen reader says of it. */
export function fieldState(part: FormPart, field: FieldName, hintId?: string) {
  const wrong = part.problemOf(field) !== null;
  const described = [wrong ? `${field}-problem` : null, hintId].filter(Boolean).join(' ');
  return {
    id: field,
    name: field,
    ...(wrong ? { 'aria-invalid': true } : {}),
    ...(described === '' ? {} : { 'aria-describedby': described }),
  };
}

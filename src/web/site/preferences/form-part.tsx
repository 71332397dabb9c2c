import type { ReactElement, ReactNode } from 'react';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { Site } from '../frame/site.ts';
import { FIELD_ORDER, type FieldName, type FieldProblem, type PreferenceForm } from './preference-form.ts';
import { preferencesTexts } from './preferences-texts.ts';

/** Problems shown at once, for one field or in place of the preview. */
const MAX_PROBLEMS_SHOWN = 5;

/** Props that every part of the preferences form shares. */
export interface FormPart {
  site: Site;
  form: PreferenceForm;
  /** Text of a field's problems; null where there are none. */
  problemOf(field: FieldName): string | null;
}

/** Builds the shared props of a form with the problems found in it. */
export function formPart(site: Site, form: PreferenceForm, problems: readonly FieldProblem[]): FormPart {
  return {
    site,
    form,
    problemOf: (field) => {
      const texts = problemTexts(
        problems.filter((problem) => problem.field === field),
        site,
      );
      return texts.length === 0 ? null : texts.join(' ');
    },
  };
}

function problemTexts(problems: readonly FieldProblem[], site: Site): string[] {
  const texts = problems.map(({ problem, field, value }) => {
    const isTopic = field === 'topics' || field === 'mutedTopics';
    const entry = isTopic ? topicLabel(site.taxonomy, value, site.language) : value;
    return preferencesTexts[site.language].problems[problem](entry);
  });
  return [...new Set(texts)].slice(0, MAX_PROBLEMS_SHOWN);
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

/** Problem text below a field; `fieldState` connects the two. */
export function ProblemText({ part, field }: { part: FormPart; field: FieldName }): ReactElement | null {
  const problem = part.problemOf(field);
  if (problem === null) return null;
  return (
    <p className="problem" id={`${field}-problem`}>
      {problem}
    </p>
  );
}

/** Attributes of a field: id and name for its label, and the ARIA state of its problem and hint. */
export function fieldState(part: FormPart, field: FieldName, hintId?: string) {
  const hasProblem = part.problemOf(field) !== null;
  const described = [hasProblem ? `${field}-problem` : null, hintId].filter(Boolean).join(' ');
  return {
    id: field,
    name: field,
    ...(hasProblem ? { 'aria-invalid': true } : {}),
    ...(described === '' ? {} : { 'aria-describedby': described }),
  };
}

/** Problems of a form, shown in place of its preview. */
export function ProblemNote({
  site,
  problems,
}: {
  site: Site;
  problems: readonly FieldProblem[];
}): ReactElement {
  return (
    <div className="note bad">
      {problemTexts(problems, site).map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}

/**
 * Alert at the top of a page that links to every field with a problem, which may be five screens below on a
 * phone.
 */
export function ProblemList({
  part,
  problems,
  heading,
  children,
}: {
  part: FormPart;
  problems: readonly FieldProblem[];
  heading: string;
  /** Entries for fields above the preferences. */
  children?: ReactNode;
}): ReactElement {
  const texts = preferencesTexts[part.site.language];
  const fields = FIELD_ORDER.filter((field) => problems.some((problem) => problem.field === field));
  return (
    <div className="note bad" role="alert">
      <p>
        <strong>{heading}</strong>
      </p>
      <ul>
        {children}
        {fields.map((field) => (
          <li key={field}>
            <a href={`#${field}`}>{texts.fields[field]}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

import type { ReactElement, ReactNode } from 'react';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { Site } from '../frame/site.ts';
import type { FormPart } from './form-part.tsx';
import { FIELD_ORDER, type FieldProblem, type PreferenceForm } from './preference-form.ts';
import { preferencesTexts } from './preferences-texts.ts';

/** What the parts of a form share, with its complaints put into words. */
export function formPart(site: Site, form: PreferenceForm, problems: readonly FieldProblem[]): FormPart {
  return {
    site,
    form,
    problemOf: (field) => {
      const found = problems
        .filter((problem) => problem.field === field)
        .map((each) => problemText(each, site));
      return found.length === 0 ? null : [...new Set(found)].slice(0, 5).join(' ');
    },
  };
}

/** One complaint in words. */
export function problemText({ problem, field, value }: FieldProblem, site: Site): string {
  const named = field === 'topics' || field === 'mutedTopics' ? topicLabel(value, site.language) : value;
  return preferencesTexts[site.language].problems[problem](named);
}

/** What is wrong, in the place of a preview. */
export function ProblemNote({
  site,
  problems,
}: {
  site: Site;
  problems: readonly FieldProblem[];
}): ReactElement {
  const texts = [...new Set(problems.map((problem) => problemText(problem, site)))];
  return (
    <div className="note bad">
      {texts.slice(0, 5).map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}

/** All complaints at the top, each leading to its field: on a phone the field may be five screens below. */
export function ProblemList({
  part,
  problems,
  heading,
  children,
}: {
  part: FormPart;
  problems: readonly FieldProblem[];
  heading: string;
  /** Entries for fields that are no part of a preference. */
  children?: ReactNode;
}): ReactElement {
  const words = preferencesTexts[part.site.language];
  const fields = FIELD_ORDER.filter((field) => problems.some((problem) => problem.field === field));
  return (
    <div className="note bad" role="alert">
      <p>
        <strong>{heading}</strong>
      </p>
      <ul>
        {fields.map((field) => (
          <li key={field}>
            <a href={`#${field}`}>{words.fields[field]}</a>
          </li>
        ))}
        {children}
      </ul>
    </div>
  );
}

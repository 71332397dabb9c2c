import type { ReactElement } from 'react';
import type { Site } from '../frame/site.ts';
import { subscriptionTexts } from './subscription-texts.ts';

/** A refused form of the sections below the preferences: the value as typed, and the error text. */
export interface FieldError {
  form: 'pause' | 'address' | 'erase';
  typed: string;
  text: string;
}

/** Id and name of the field of each form. */
const FIELDS = { pause: 'until', address: 'address', erase: 'word' } as const satisfies Record<
  FieldError['form'],
  string
>;

/**
 * Alert at the top of the page that links to the refused field, which may be seven screens below on a phone.
 */
export function FieldErrorNote({ site, error }: { site: Site; error: FieldError }): ReactElement {
  const { pause, address, data } = subscriptionTexts[site.language];
  const labels = { pause: pause.until, address: address.label, erase: data.field };
  return (
    <div className="note bad" role="alert">
      <p>
        {error.text} <a href={`#${FIELDS[error.form]}`}>{labels[error.form]}</a>
      </p>
    </div>
  );
}

/** Error text below a refused field. */
export function FieldErrorText({ error }: { error: FieldError | null }): ReactElement | null {
  if (error === null) return null;
  return (
    <p className="problem" id={`${FIELDS[error.form]}-problem`}>
      {error.text}
    </p>
  );
}

/** Attributes of a form's field: id, name, the value as typed, and the ARIA state of its error and hint. */
export function fieldErrorState(form: FieldError['form'], error: FieldError | null, hintId?: string) {
  const id = FIELDS[form];
  const described = [error === null ? null : `${id}-problem`, hintId].filter(Boolean).join(' ');
  return {
    id,
    name: id,
    defaultValue: error?.typed,
    ...(error === null ? {} : { 'aria-invalid': true }),
    ...(described === '' ? {} : { 'aria-describedby': described }),
  };
}

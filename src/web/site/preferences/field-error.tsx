import type { ReactElement } from 'react';
import type { Site } from '../frame/site.ts';
import { subscriptionTexts } from './subscription-texts.ts';

/** A form below the preferences that could not be carried out: what was typed into it, and why not. */
export interface FieldError {
  form: 'pause' | 'address' | 'erase';
  typed: string;
  text: string;
}

/** The field of each form, by its id. */
const FIELDS = { pause: 'until', address: 'address', erase: 'word' } as const satisfies Record<
  FieldError['form'],
  string
>;

/** What could not be done, at the top of the page, with the way to its field: on a phone that is seven screens below. */
export function FieldErrorNote({ site, refused }: { site: Site; refused: FieldError }): ReactElement {
  const { when, address, data } = subscriptionTexts[site.language];
  const labels = { pause: when.until, address: address.label, erase: data.field };
  return (
    <div className="note bad" role="alert">
      <p>
        {refused.text} <a href={`#${FIELDS[refused.form]}`}>{labels[refused.form]}</a>
      </p>
    </div>
  );
}

/** Under a field: why its form was refused. */
export function FieldErrorText({ refused }: { refused: FieldError | null }): ReactElement | null {
  if (refused === null) return null;
  return (
    <p className="problem" id={`${FIELDS[refused.form]}-problem`}>
      {refused.text}
    </p>
  );
}

/** What a refused field keeps and says of itself. */
export function fieldErrorState(form: FieldError['form'], refused: FieldError | null, hintId?: string) {
  const id = FIELDS[form];
  const described = [refused === null ? null : `${id}-problem`, hintId].filter(Boolean).join(' ');
  return {
    id,
    name: id,
    defaultValue: refused?.typed,
    ...(refused === null ? {} : { 'aria-invalid': true }),
    ...(described === '' ? {} : { 'aria-describedby': described }),
  };
}

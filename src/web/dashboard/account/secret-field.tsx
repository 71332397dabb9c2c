import type { ReactElement } from 'react';

/** A required password field with its label. */
export function SecretField({
  id,
  name = id,
  label,
  autoComplete,
}: {
  id: string;
  name?: string;
  label: string;
  autoComplete: 'current-password' | 'new-password';
}): ReactElement {
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} name={name} type="password" autoComplete={autoComplete} required />
    </p>
  );
}

import type { ReactElement } from 'react';
import type { Desk } from '../frame/dashboard.ts';
import { DeskForm } from '../frame/dashboard-form.tsx';
import { PEOPLE_TEXTS } from './subscribers-texts.ts';

interface LiftProps {
  desk: Pick<Desk, 'csrf'>;
  action: string;
  /** Where nobody subscribes with it; a person's own page knows it. */
  address?: string;
  complained: boolean;
}

/** Lifting a suppression: with a reason, and after a complaint with the address once more. */
export function LiftForm({ desk, action, address, complained }: LiftProps): ReactElement {
  return (
    <DeskForm desk={desk} action={action} className="login act">
      <h3>{PEOPLE_TEXTS.lift}</h3>
      <p className="hint">{PEOPLE_TEXTS.liftHint}</p>
      {address !== undefined && <input type="hidden" name="address" value={address} />}
      <Field name="reason" id="lift-reason" label={PEOPLE_TEXTS.reason} />
      {complained && (
        <>
          <p className="hint">{PEOPLE_TEXTS.complaintHint}</p>
          <Field name="confirm" id="lift-confirm" label={PEOPLE_TEXTS.confirm} />
        </>
      )}
      <p className="field">
        <button type="submit">{PEOPLE_TEXTS.lift}</button>
      </p>
    </DeskForm>
  );
}

/** What an operator can do for or to one person, the gentlest first. */
export function PersonForms(props: {
  desk: Pick<Desk, 'csrf'>;
  path: string;
  suppressed: { complained: boolean } | null;
}): ReactElement {
  const { desk, path, suppressed } = props;
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">{PEOPLE_TEXTS.acts}</h2>
      {suppressed && <LiftForm desk={desk} action={`${path}/lift`} complained={suppressed.complained} />}
      <DeskForm desk={desk} action={`${path}/export`} className="login act">
        <h3>{PEOPLE_TEXTS.exportOne}</h3>
        <p className="hint">{PEOPLE_TEXTS.exportHint}</p>
        <p className="field">
          <button type="submit">{PEOPLE_TEXTS.exportOne}</button>
        </p>
      </DeskForm>
      <DeskForm desk={desk} action={`${path}/erase`} className="login act">
        <h3>{PEOPLE_TEXTS.erase}</h3>
        <p className="hint">{PEOPLE_TEXTS.eraseHint}</p>
        <Field name="confirm" id="erase-confirm" label={PEOPLE_TEXTS.confirm} />
        <p className="field">
          <button type="submit">{PEOPLE_TEXTS.erase}</button>
        </p>
      </DeskForm>
    </section>
  );
}

function Field({ name, id, label }: { name: string; id: string; label: string }): ReactElement {
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        type="text"
        maxLength={254}
        autoComplete="off"
        autoCapitalize="none"
        required
      />
    </p>
  );
}

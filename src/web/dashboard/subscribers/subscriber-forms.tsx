import type { ReactElement } from 'react';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { SUBSCRIBERS_TEXTS } from './subscribers-texts.ts';

interface LiftProps {
  desk: Pick<Dashboard, 'csrf'>;
  action: string;
  /** Where nobody subscribes with it; a person's own page knows it. */
  address?: string;
  complained: boolean;
}

/** Lifting a suppression: with a reason, and after a complaint with the address once more. */
export function UnsuppressForm({ desk, action, address, complained }: LiftProps): ReactElement {
  return (
    <DashboardForm desk={desk} action={action} className="login act">
      <h3>{SUBSCRIBERS_TEXTS.lift}</h3>
      <p className="hint">{SUBSCRIBERS_TEXTS.liftHint}</p>
      {address !== undefined && <input type="hidden" name="address" value={address} />}
      <Field name="reason" id="lift-reason" label={SUBSCRIBERS_TEXTS.reason} />
      {complained && (
        <>
          <p className="hint">{SUBSCRIBERS_TEXTS.complaintHint}</p>
          <Field name="confirm" id="lift-confirm" label={SUBSCRIBERS_TEXTS.confirm} />
        </>
      )}
      <p className="field">
        <button type="submit">{SUBSCRIBERS_TEXTS.lift}</button>
      </p>
    </DashboardForm>
  );
}

/** What an operator can do for or to one person, the gentlest first. */
export function SubscriberForms(props: {
  desk: Pick<Dashboard, 'csrf'>;
  path: string;
  suppressed: { complained: boolean } | null;
}): ReactElement {
  const { desk, path, suppressed } = props;
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">{SUBSCRIBERS_TEXTS.acts}</h2>
      {suppressed && (
        <UnsuppressForm desk={desk} action={`${path}/lift`} complained={suppressed.complained} />
      )}
      <DashboardForm desk={desk} action={`${path}/export`} className="login act">
        <h3>{SUBSCRIBERS_TEXTS.exportOne}</h3>
        <p className="hint">{SUBSCRIBERS_TEXTS.exportHint}</p>
        <p className="field">
          <button type="submit">{SUBSCRIBERS_TEXTS.exportOne}</button>
        </p>
      </DashboardForm>
      <DashboardForm desk={desk} action={`${path}/erase`} className="login act">
        <h3>{SUBSCRIBERS_TEXTS.erase}</h3>
        <p className="hint">{SUBSCRIBERS_TEXTS.eraseHint}</p>
        <Field name="confirm" id="erase-confirm" label={SUBSCRIBERS_TEXTS.confirm} />
        <p className="field">
          <button type="submit">{SUBSCRIBERS_TEXTS.erase}</button>
        </p>
      </DashboardForm>
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

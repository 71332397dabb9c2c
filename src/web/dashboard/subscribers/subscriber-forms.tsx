import type { ReactElement } from 'react';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { SUBSCRIBER_OPERATION_TEXTS as TEXTS } from './subscribers-texts.ts';

interface UnsuppressFormProps {
  dashboard: Pick<Dashboard, 'csrf'>;
  action: string;
  /** Set for an address without a subscriber; a subscriber's own page knows the address. */
  address?: string;
  complained: boolean;
}

/** Unsuppresses an address with a reason, after a complaint also with the address repeated. */
export function UnsuppressForm({
  dashboard,
  action,
  address,
  complained,
}: UnsuppressFormProps): ReactElement {
  const texts = TEXTS.unsuppress;
  return (
    <DashboardForm dashboard={dashboard} action={action} className="narrow-form operation">
      <h3>{texts.heading}</h3>
      <p className="hint">{texts.hint}</p>
      {address !== undefined && <input type="hidden" name="address" value={address} />}
      <Field name="reason" id="unsuppress-reason" label={texts.reason} />
      {complained && (
        <>
          <p className="hint">{texts.complaintHint}</p>
          <Field name="confirm" id="unsuppress-confirm" label={TEXTS.confirm} />
        </>
      )}
      <Submit label={texts.button} />
    </DashboardForm>
  );
}

/** Operations on one subscriber, the least drastic first. `path` is the subscriber's page. */
export function SubscriberForms(props: {
  dashboard: Pick<Dashboard, 'csrf'>;
  path: string;
  suppressed: { complained: boolean } | null;
}): ReactElement {
  const { dashboard, path, suppressed } = props;
  return (
    <section aria-labelledby="operations">
      <h2 id="operations">{TEXTS.heading}</h2>
      {suppressed && (
        <UnsuppressForm
          dashboard={dashboard}
          action={`${path}/unsuppress`}
          complained={suppressed.complained}
        />
      )}
      <DashboardForm dashboard={dashboard} action={`${path}/export`} className="narrow-form operation">
        <h3>{TEXTS.export.heading}</h3>
        <p className="hint">{TEXTS.export.hint}</p>
        <Submit label={TEXTS.export.button} />
      </DashboardForm>
      <DashboardForm dashboard={dashboard} action={`${path}/erase`} className="narrow-form operation">
        <h3>{TEXTS.erase.heading}</h3>
        <p className="hint">{TEXTS.erase.hint}</p>
        <Field name="confirm" id="erase-confirm" label={TEXTS.confirm} />
        <Submit label={TEXTS.erase.button} />
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

function Submit({ label }: { label: string }): ReactElement {
  return (
    <p className="field">
      <button type="submit">{label}</button>
    </p>
  );
}

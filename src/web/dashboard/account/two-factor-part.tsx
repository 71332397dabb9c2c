import type { ReactElement } from 'react';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { ACCOUNT_TEXTS } from './account-texts.ts';
import { SecretField } from './secret-field.tsx';

/** A new TOTP key: the Base32 secret and its `otpauth:` URL. */
interface TwoFactorOffer {
  secret: string;
  address: string;
}

/** State of an account's two-factor authentication. */
export interface TwoFactorView {
  on: boolean;
  recoveryCodesLeft: number;
  /** A key that is not confirmed by a first code yet. */
  offer: TwoFactorOffer | null;
}

const TEXTS = ACCOUNT_TEXTS.twoFactor;
const PATH = '/operator/account/two-factor';

/** Two-factor authentication: set up in two steps, turned off in one; both ask for the password. */
export function TwoFactorPart({
  dashboard,
  twoFactor: { on, recoveryCodesLeft, offer },
}: {
  dashboard: Dashboard;
  twoFactor: TwoFactorView;
}): ReactElement {
  return (
    <section aria-labelledby="two-factor">
      <h2 id="two-factor">{TEXTS.heading}</h2>
      <p>{on ? TEXTS.on(recoveryCodesLeft) : TEXTS.off}</p>
      {offer && !on && <Offer dashboard={dashboard} offer={offer} />}
      <DashboardForm dashboard={dashboard} action={`${PATH}/${on ? 'off' : 'offer'}`} className="narrow-form">
        <SecretField
          id="two-factor-now"
          name="now"
          label={ACCOUNT_TEXTS.currentPassword}
          autoComplete="current-password"
        />
        <p className="field">
          <button type="submit">{on ? TEXTS.turnOff : offer ? TEXTS.newKey : TEXTS.setUp}</button>
        </p>
      </DashboardForm>
    </section>
  );
}

function Offer({ dashboard, offer }: { dashboard: Dashboard; offer: TwoFactorOffer }): ReactElement {
  return (
    <div className="note">
      <p>{TEXTS.scan}</p>
      <p>
        <code>{offer.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <p>
        <a href={offer.address}>{TEXTS.open}</a>
      </p>
      <DashboardForm dashboard={dashboard} action={`${PATH}/on`} className="narrow-form">
        <p className="field">
          <label htmlFor="code">{TEXTS.code}</label>
          <input
            id="code"
            name="code"
            type="text"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
          />
        </p>
        <p className="field">
          <button type="submit">{TEXTS.turnOn}</button>
        </p>
      </DashboardForm>
    </div>
  );
}

/** Recovery codes, shown once after two-factor authentication is turned on. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }): ReactElement {
  return (
    <>
      <p>{TEXTS.recoveryCodes}</p>
      <pre>{codes.join('\n')}</pre>
      <p>
        <a className="button" href="/operator/account">
          {TEXTS.saved}
        </a>
      </p>
    </>
  );
}

import type { ReactElement } from 'react';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { ACCOUNT_TEXTS } from './account-texts.ts';
import { SecretField } from './secret-field.tsx';

/** How codes stand with an account. */
export interface TwoFactorView {
  on: boolean;
  recoveryCodesLeft: number;
  /** A key that waits for its first code. */
  offer: { secret: string; address: string } | null;
}

const words = ACCOUNT_TEXTS.codes;
const PATH = '/operator/account/codes';

/** Codes of an app: set up in two steps, switched off in one; both ask for the password. */
export function TwoFactorPart({ desk, factor }: { desk: Dashboard; factor: TwoFactorView }): ReactElement {
  return (
    <section aria-labelledby="codes">
      <h2 id="codes">{words.heading}</h2>
      <p>{factor.on ? words.on(factor.recoveryCodesLeft) : words.off}</p>
      {factor.offer && !factor.on && <Offer desk={desk} offer={factor.offer} />}
      <DashboardForm desk={desk} action={`${PATH}/${factor.on ? 'off' : 'offer'}`} className="login">
        <SecretField id="codes-now" name="now" label={ACCOUNT_TEXTS.now} autoComplete="current-password" />
        <p className="field">
          <button type="submit">
            {factor.on ? words.drop : factor.offer ? words.otherKey : words.offer}
          </button>
        </p>
      </DashboardForm>
    </section>
  );
}

function Offer({
  desk,
  offer,
}: {
  desk: Dashboard;
  offer: { secret: string; address: string };
}): ReactElement {
  return (
    <div className="note">
      <p>{words.scan}</p>
      <p>
        <code>{offer.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <p>
        <a href={offer.address}>{words.open}</a>
      </p>
      <DashboardForm desk={desk} action={`${PATH}/on`} className="login">
        <p className="field">
          <label htmlFor="code">{words.code}</label>
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
          <button type="submit">{words.confirm}</button>
        </p>
      </DashboardForm>
    </div>
  );
}

/** The recovery codes, for the only time. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }): ReactElement {
  return (
    <>
      <p>{words.keep}</p>
      <pre>{codes.join('\n')}</pre>
      <p>
        <a className="button" href="/operator/account">
          {words.kept}
        </a>
      </p>
    </>
  );
}

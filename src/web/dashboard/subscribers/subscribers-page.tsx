import type { ReactElement } from 'react';
import type { Import } from '../../../subscribers/csv/import-queries.ts';
import type { Suppression } from '../../../suppression/suppression-queries.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { SUBSCRIBERS_PATH } from '../frame/dashboard-paths.ts';
import { ImportsSection } from '../imports/import-parts.tsx';
import { UnsuppressForm } from './subscriber-forms.tsx';
import { SUBSCRIBERS_TEXTS } from './subscribers-texts.ts';

interface Found {
  address: string;
  text?: string | undefined;
  suppression?: Suppression | null | undefined;
}

/** Finds one person; for operators also everybody as a file, and people out of a file. */
export function SubscribersPage({
  desk,
  found,
  imports,
}: {
  desk: Dashboard;
  found: Found | null;
  /** The last ones, for whoever may bring people in. */
  imports: readonly Import[];
}): ReactElement {
  const acting = desk.session.role === 'operator';
  return (
    <>
      <section aria-labelledby="find">
        <h2 id="find">{SUBSCRIBERS_TEXTS.find}</h2>
        <p className="hint">{SUBSCRIBERS_TEXTS.findHint}</p>
        {acting ? <AskedByForm desk={desk} /> : <AskedByScript />}
        <p id="found" role="status">
          {found?.text}
        </p>
        {acting && found?.suppression && (
          <UnsuppressForm
            desk={desk}
            action={`${SUBSCRIBERS_PATH}/lift`}
            address={found.address}
            complained={found.suppression.reason === 'complaint'}
          />
        )}
      </section>
      {acting && <Everybody desk={desk} />}
      {acting && <ImportsSection desk={desk} last={imports} />}
    </>
  );
}

function AskedByForm({ desk }: { desk: Dashboard }): ReactElement {
  return (
    <DashboardForm desk={desk} action={SUBSCRIBERS_PATH} className="login">
      <AddressField name="address" />
    </DashboardForm>
  );
}

/** Without a name the field is sent by no form: where scripts do not run, the address must not become part of the page's. */
function AskedByScript(): ReactElement {
  return (
    <>
      <form action={SUBSCRIBERS_PATH} className="login" data-lookup={SUBSCRIBERS_TEXTS.failed}>
        <AddressField name={undefined} />
      </form>
      <noscript>
        <p>{SUBSCRIBERS_TEXTS.needsScript}</p>
      </noscript>
    </>
  );
}

function AddressField({ name }: { name: string | undefined }): ReactElement {
  return (
    <>
      <p className="field">
        <label htmlFor="address">{SUBSCRIBERS_TEXTS.address}</label>
        <input
          id="address"
          name={name}
          type="email"
          maxLength={254}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
      </p>
      <p className="field">
        <button type="submit">{SUBSCRIBERS_TEXTS.look}</button>
      </p>
    </>
  );
}

function Everybody({ desk }: { desk: Dashboard }): ReactElement {
  return (
    <section aria-labelledby="everybody">
      <h2 id="everybody">{SUBSCRIBERS_TEXTS.everybody}</h2>
      <p className="hint">{SUBSCRIBERS_TEXTS.csvHint}</p>
      <DashboardForm desk={desk} action={`${SUBSCRIBERS_PATH}/export`} className="single">
        <button type="submit">{SUBSCRIBERS_TEXTS.csv}</button>
      </DashboardForm>
    </section>
  );
}

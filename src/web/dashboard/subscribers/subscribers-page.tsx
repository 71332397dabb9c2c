import type { ReactElement } from 'react';
import type { Import } from '../../../subscribers/csv/import-queries.ts';
import type { Suppression } from '../../../suppression/suppression-queries.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { SUBSCRIBERS_PATH, UNDO_PATH } from '../frame/dashboard-paths.ts';
import { ImportsSection } from '../imports/imports-section.tsx';
import { UnsuppressForm } from './subscriber-forms.tsx';
import { SUBSCRIBERS_TEXTS as TEXTS } from './subscribers-texts.ts';
import { UNDO_TEXTS } from './undo-texts.ts';

/** Result of a lookup that found no subscriber. */
interface LookupMiss {
  address: string;
  text?: string | undefined;
  suppression?: Suppression | null | undefined;
}

/** The lookup of a subscriber; for operators also the export and the import of subscribers. */
export function SubscribersPage({
  dashboard,
  lookup,
  imports,
}: {
  dashboard: Dashboard;
  lookup: LookupMiss | null;
  /** Latest imports; empty for viewers. */
  imports: readonly Import[];
}): ReactElement {
  const isOperator = dashboard.session.role === 'operator';
  return (
    <>
      <section aria-labelledby="find">
        <h2 id="find">{TEXTS.find}</h2>
        <p className="hint">{TEXTS.findHint}</p>
        {isOperator ? <OperatorLookup dashboard={dashboard} /> : <ViewerLookup />}
        <p id="found" role="status">
          {lookup?.text}
        </p>
        {isOperator && lookup?.suppression && (
          <UnsuppressForm
            dashboard={dashboard}
            action={`${SUBSCRIBERS_PATH}/unsuppress`}
            address={lookup.address}
            complained={lookup.suppression.reason === 'complaint'}
          />
        )}
      </section>
      {isOperator && <ExportSection dashboard={dashboard} />}
      {isOperator && <ImportsSection dashboard={dashboard} imports={imports} />}
      <UndoSection />
    </>
  );
}

function OperatorLookup({ dashboard }: { dashboard: Dashboard }): ReactElement {
  return (
    <DashboardForm dashboard={dashboard} action={SUBSCRIBERS_PATH} className="narrow-form">
      <AddressField name="address" />
    </DashboardForm>
  );
}

/**
 * Viewers may not POST, so a script sends the address in a header. The field has no name: without the script
 * the form must not put the address into the URL.
 */
function ViewerLookup(): ReactElement {
  return (
    <>
      <form action={SUBSCRIBERS_PATH} className="narrow-form" data-lookup={TEXTS.lookupFailed}>
        <AddressField name={undefined} />
      </form>
      <noscript>
        <p>{TEXTS.needsScript}</p>
      </noscript>
    </>
  );
}

function AddressField({ name }: { name: string | undefined }): ReactElement {
  return (
    <>
      <p className="field">
        <label htmlFor="address">{TEXTS.address}</label>
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
        <button type="submit">{TEXTS.findButton}</button>
      </p>
    </>
  );
}

function UndoSection(): ReactElement {
  return (
    <section aria-labelledby="undo">
      <h2 id="undo">{UNDO_TEXTS.title}</h2>
      <p className="hint">{UNDO_TEXTS.linkHint}</p>
      <p>
        <a href={UNDO_PATH}>{UNDO_TEXTS.link}</a>
      </p>
    </section>
  );
}

function ExportSection({ dashboard }: { dashboard: Dashboard }): ReactElement {
  return (
    <section aria-labelledby="export">
      <h2 id="export">{TEXTS.export}</h2>
      <p className="hint">{TEXTS.exportHint}</p>
      <DashboardForm dashboard={dashboard} action={`${SUBSCRIBERS_PATH}/export`} className="single">
        <button type="submit">{TEXTS.exportButton}</button>
      </DashboardForm>
    </section>
  );
}

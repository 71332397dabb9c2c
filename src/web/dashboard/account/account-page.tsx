import type { ReactElement } from 'react';
import type { Session } from '../../../accounts/session-queries.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format.ts';
import { ACCOUNT_TEXTS } from './account-texts.ts';
import { SecretField } from './secret-field.tsx';
import { TwoFactorPart, type TwoFactorView } from './two-factor-part.tsx';

/** The signed-in operator's account: role, sessions, password, two-factor authentication. */
export function AccountPage({
  dashboard,
  sessions,
  twoFactor,
}: {
  dashboard: Dashboard;
  sessions: readonly Session[];
  twoFactor: TwoFactorView;
}): ReactElement {
  return (
    <>
      <p>{ACCOUNT_TEXTS.role[dashboard.session.role]}</p>
      <Sessions dashboard={dashboard} sessions={sessions} />
      <Password dashboard={dashboard} />
      <TwoFactorPart dashboard={dashboard} twoFactor={twoFactor} />
    </>
  );
}

function Sessions({
  dashboard,
  sessions,
}: {
  dashboard: Dashboard;
  sessions: readonly Session[];
}): ReactElement {
  const columns = Object.values(ACCOUNT_TEXTS.columns).map((name) => ({ name }));
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{ACCOUNT_TEXTS.sessions}</h2>
      <Table label={ACCOUNT_TEXTS.sessions} columns={columns}>
        {sessions.map((session) => (
          <tr key={session.id}>
            <th scope="row">
              {session.browser}
              {session.id === dashboard.session.id && ` (${ACCOUNT_TEXTS.thisOne})`}
            </th>
            <td>
              <DashboardForm dashboard={dashboard} action="/operator/account/sessions">
                <button
                  type="submit"
                  name="session"
                  value={session.id}
                  aria-label={`${ACCOUNT_TEXTS.end}: ${session.browser}, ${formatTime(session.createdAt)}`}
                >
                  {ACCOUNT_TEXTS.end}
                </button>
              </DashboardForm>
            </td>
            <td className="moment">{formatTime(session.seenAt)}</td>
            <td className="moment">{formatTime(session.createdAt)}</td>
          </tr>
        ))}
      </Table>
      {sessions.length > 1 && (
        <DashboardForm dashboard={dashboard} action="/operator/account/sessions" className="single">
          <button type="submit" name="session" value="others">
            {ACCOUNT_TEXTS.endOthers}
          </button>
        </DashboardForm>
      )}
    </section>
  );
}

function Password({ dashboard }: { dashboard: Dashboard }): ReactElement {
  return (
    <section aria-labelledby="password">
      <h2 id="password">{ACCOUNT_TEXTS.password}</h2>
      <p className="hint">{ACCOUNT_TEXTS.passwordHint}</p>
      <DashboardForm dashboard={dashboard} action="/operator/account/password" className="narrow-form">
        <SecretField id="now" label={ACCOUNT_TEXTS.currentPassword} autoComplete="current-password" />
        <SecretField id="next" label={ACCOUNT_TEXTS.newPassword} autoComplete="new-password" />
        <SecretField id="again" label={ACCOUNT_TEXTS.repeatPassword} autoComplete="new-password" />
        <p className="field">
          <button type="submit">{ACCOUNT_TEXTS.change}</button>
        </p>
      </DashboardForm>
    </section>
  );
}

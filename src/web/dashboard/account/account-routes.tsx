import { Hono } from 'hono';
import { SIGN_IN_LIMITS } from '../../../../config/operators.ts';
import { findAccount } from '../../../accounts/account-queries.ts';
import { changePassword } from '../../../accounts/change-operator.ts';
import { endSessions } from '../../../accounts/end-sessions.ts';
import { countRecoveryCodes } from '../../../accounts/factor-queries.ts';
import { verifyPassword } from '../../../accounts/password.ts';
import {
  confirmTotp,
  disableTotp,
  readPendingTotp,
  startTotpSetup,
} from '../../../accounts/second-factor.ts';
import { rotateToken, sessionHmac } from '../../../accounts/session.ts';
import { readSessions } from '../../../accounts/session-queries.ts';
import { PaperboyError } from '../../../errors.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardRequest, DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { dashboardRedirect } from '../frame/notice.ts';
import { setSessionCookie } from '../frame/session-cookie.ts';
import { AccountPage } from './account-page.tsx';
import { ACCOUNT_TEXTS } from './account-texts.ts';
import { RecoveryCodes } from './two-factor-part.tsx';

const PATH = '/operator/account';

/** `/operator/account`: own sessions, password and two-factor authentication, for every role. */
export function accountRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/', (c) => showAccount(ctx, c, null))
    .post('/sessions', async (c) => {
      const { id, operatorId, name } = c.get('dashboard').session;
      const session = fieldOf((await readBody(c)) ?? {}, 'session');
      const which = session === 'others' ? { but: id } : isUuid(session) ? { only: session } : null;
      const ended =
        which && (await endSessions(ctx, { operatorId, name, by: name, verb: 'session end', ...which }));
      return ended
        ? dashboardRedirect(c, PATH, { text: ACCOUNT_TEXTS.ended(ended) })
        : dashboardRedirect(c, PATH, { text: ACCOUNT_TEXTS.endedBefore, isError: true });
    })
    .post('/password', async (c) => {
      const body = (await readBody(c)) ?? {};
      const [password, repeated] = [fieldOf(body, 'next'), fieldOf(body, 'again')];
      const problem =
        (await checkCurrentPassword(ctx, c, fieldOf(body, 'now'))) ??
        (await changeOwnPassword(ctx, c, password, repeated));
      if (problem !== null) return showAccount(ctx, c, problem);
      await renewSession(ctx, c);
      return dashboardRedirect(c, PATH, { text: ACCOUNT_TEXTS.changed });
    })
    .post('/two-factor/offer', async (c) => {
      const problem = await checkCurrentPassword(ctx, c, fieldOf((await readBody(c)) ?? {}, 'now'));
      if (problem !== null) return showAccount(ctx, c, problem);
      const { operatorId: id, name } = c.get('dashboard').session;
      await startTotpSetup(ctx, { id, name });
      return dashboardRedirect(c, `${PATH}#two-factor`);
    })
    .post('/two-factor/on', (c) => turnOnTwoFactor(ctx, c))
    .post('/two-factor/off', async (c) => {
      const problem = await checkCurrentPassword(ctx, c, fieldOf((await readBody(c)) ?? {}, 'now'));
      if (problem !== null) return showAccount(ctx, c, problem);
      const { id: keep, name } = c.get('dashboard').session;
      await disableTotp(ctx, { name, by: name, keep });
      await renewSession(ctx, c);
      return dashboardRedirect(c, PATH, { text: ACCOUNT_TEXTS.twoFactor.turnedOff });
    });
}

/** Confirms the offered key with a first code. Only this response contains the recovery codes. */
async function turnOnTwoFactor(ctx: WebContext, c: DashboardRequest): Promise<Response> {
  const { id: keep, operatorId, name } = c.get('dashboard').session;
  const code = fieldOf((await readBody(c)) ?? {}, 'code');
  if ((await ctx.limits.take(SIGN_IN_LIMITS.currentPassword, operatorId)) > 0)
    return showAccount(ctx, c, ACCOUNT_TEXTS.throttled);
  const confirmed = await confirmTotp(ctx, { name, by: name, keep, code });
  if (confirmed === null) return showAccount(ctx, c, ACCOUNT_TEXTS.twoFactor.wrongCode);
  await renewSession(ctx, c);
  return dashboardPage(c, {
    title: ACCOUNT_TEXTS.title,
    notice: { text: ACCOUNT_TEXTS.twoFactor.turnedOn, isError: false },
    children: <RecoveryCodes codes={confirmed.recoveryCodes} />,
  });
}

async function showAccount(ctx: WebContext, c: DashboardRequest, problem: string | null): Promise<Response> {
  const dashboard = c.get('dashboard');
  const { operatorId: id, name, hasTotp: on } = dashboard.session;
  const sessions = await readSessions(ctx.db, id);
  const twoFactor = {
    on,
    recoveryCodesLeft: on ? await countRecoveryCodes(ctx.db, id) : 0,
    offer: on ? null : await readPendingTotp(ctx, { id, name }),
  };
  return dashboardPage(c, {
    title: ACCOUNT_TEXTS.title,
    status: problem === null ? 200 : 422,
    notice: problem === null ? null : { text: problem, isError: true },
    children: <AccountPage dashboard={dashboard} sessions={sessions} twoFactor={twoFactor} />,
  });
}

/**
 * Checks the current password, because an unattended session must not be enough. Returns the problem, or
 * null.
 */
async function checkCurrentPassword(
  ctx: WebContext,
  c: DashboardRequest,
  password: string,
): Promise<string | null> {
  const { session } = c.get('dashboard');
  if ((await ctx.limits.take(SIGN_IN_LIMITS.currentPassword, session.operatorId)) > 0)
    return ACCOUNT_TEXTS.throttled;
  const account = await findAccount(ctx.db, session.name);
  return (await verifyPassword(password, account?.passwordHash ?? null)) ? null : ACCOUNT_TEXTS.wrongPassword;
}

/** Changes the operator's own password. Returns the problem, or null when done. */
async function changeOwnPassword(
  ctx: WebContext,
  c: DashboardRequest,
  password: string,
  repeated: string,
): Promise<string | null> {
  const { id: keep, name } = c.get('dashboard').session;
  if (password !== repeated) return ACCOUNT_TEXTS.passwordsDiffer;
  try {
    await changePassword(ctx, { name, by: name, password, keep });
    return null;
  } catch (error) {
    if (error instanceof PaperboyError && error.code === 'PASSWORD_WEAK') return error.message;
    throw error;
  }
}

/** Replaces the session's token and its cookie. */
async function renewSession(ctx: WebContext, c: DashboardRequest): Promise<void> {
  const dashboard = c.get('dashboard');
  const token = await rotateToken(ctx.db, dashboard.session);
  if (token === null) return;
  setSessionCookie(c, ctx.env, token);
  c.set('dashboard', {
    ...dashboard,
    csrf: sessionHmac(token, 'form'),
    session: { ...dashboard.session, token },
  });
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

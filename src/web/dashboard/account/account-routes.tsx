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
import { keepSession } from '../frame/session-cookie.ts';
import { AccountPage } from './account-page.tsx';
import { ACCOUNT_TEXTS } from './account-texts.ts';
import { RecoveryCodes } from './two-factor-part.tsx';

const HERE = '/operator/account';

/** `/operator/account`: one's own sessions, password and codes, whatever the role. */
export function accountRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/', (c) => showAccount(ctx, c, null))
    .post('/sessions', async (c) => {
      const { id, operatorId, name } = c.get('desk').session;
      const wanted = fieldOf((await readBody(c)) ?? {}, 'session');
      const which = wanted === 'others' ? { but: id } : isUuid(wanted) ? { only: wanted } : null;
      const ended =
        which && (await endSessions(ctx, { operatorId, name, by: name, verb: 'session end', ...which }));
      return dashboardRedirect(c, HERE, { text: ACCOUNT_TEXTS.ended(ended ?? 0), bad: !ended });
    })
    .post('/password', async (c) => {
      const body = (await readBody(c)) ?? {};
      const [next, again] = [fieldOf(body, 'next'), fieldOf(body, 'again')];
      const problem =
        (await wrongPassword(ctx, c, fieldOf(body, 'now'))) ?? (await changeOwn(ctx, c, next, again));
      if (problem !== null) return showAccount(ctx, c, problem);
      await renewSession(ctx, c);
      return dashboardRedirect(c, HERE, { text: ACCOUNT_TEXTS.changed });
    })
    .post('/codes/offer', async (c) => {
      const problem = await wrongPassword(ctx, c, fieldOf((await readBody(c)) ?? {}, 'now'));
      if (problem !== null) return showAccount(ctx, c, problem);
      const { operatorId: id, name } = c.get('desk').session;
      await startTotpSetup(ctx, { id, name });
      return dashboardRedirect(c, `${HERE}#codes`);
    })
    .post('/codes/on', (c) => switchOn(ctx, c))
    .post('/codes/off', async (c) => {
      const problem = await wrongPassword(ctx, c, fieldOf((await readBody(c)) ?? {}, 'now'));
      if (problem !== null) return showAccount(ctx, c, problem);
      const { id: keep, name } = c.get('desk').session;
      await disableTotp(ctx, { name, by: name, keep });
      await renewSession(ctx, c);
      return dashboardRedirect(c, HERE, { text: ACCOUNT_TEXTS.codes.dropped });
    });
}

/** The recovery codes are in this answer and in no other. */
async function switchOn(ctx: WebContext, c: DashboardRequest): Promise<Response> {
  const { id: keep, operatorId, name } = c.get('desk').session;
  const code = fieldOf((await readBody(c)) ?? {}, 'code');
  if ((await ctx.limits.take(SIGN_IN_LIMITS.currentPassword, operatorId)) > 0)
    return showAccount(ctx, c, ACCOUNT_TEXTS.throttled);
  const factor = await confirmTotp(ctx, { name, by: name, keep, code });
  if (factor === null) return showAccount(ctx, c, ACCOUNT_TEXTS.codes.wrongCode);
  await renewSession(ctx, c);
  return dashboardPage(c, {
    title: ACCOUNT_TEXTS.title,
    notice: { text: ACCOUNT_TEXTS.codes.switchedOn, bad: false },
    children: <RecoveryCodes codes={factor.recoveryCodes} />,
  });
}

async function showAccount(ctx: WebContext, c: DashboardRequest, problem: string | null): Promise<Response> {
  const desk = c.get('desk');
  const { operatorId: id, name, hasTotp: on } = desk.session;
  const sessions = await readSessions(ctx.db, id);
  const factor = {
    on,
    recoveryCodesLeft: on ? await countRecoveryCodes(ctx.db, id) : 0,
    offer: on ? null : await readPendingTotp(ctx, { id, name }),
  };
  return dashboardPage(c, {
    title: ACCOUNT_TEXTS.title,
    status: problem === null ? 200 : 422,
    notice: problem === null ? null : { text: problem, bad: true },
    children: <AccountPage desk={desk} sessions={sessions} factor={factor} />,
  });
}

/** What is wrong in words, or null. The present password is asked for, because a session left open must not be enough. */
async function wrongPassword(ctx: WebContext, c: DashboardRequest, password: string): Promise<string | null> {
  const { session } = c.get('desk');
  if ((await ctx.limits.take(SIGN_IN_LIMITS.currentPassword, session.operatorId)) > 0)
    return ACCOUNT_TEXTS.throttled;
  const account = await findAccount(ctx.db, session.name);
  return (await verifyPassword(password, account?.passwordHash ?? null)) ? null : ACCOUNT_TEXTS.wrong;
}

/** What is wrong in words, or null when it is done. */
async function changeOwn(
  ctx: WebContext,
  c: DashboardRequest,
  next: string,
  again: string,
): Promise<string | null> {
  const { id: keep, name } = c.get('desk').session;
  if (next !== again) return ACCOUNT_TEXTS.differ;
  try {
    await changePassword(ctx, { name, by: name, password: next, keep });
    return null;
  } catch (error) {
    if (error instanceof PaperboyError && error.code === 'PASSWORD_WEAK') return error.message;
    throw error;
  }
}

/** Gives the session another token, and the browser with it. */
async function renewSession(ctx: WebContext, c: DashboardRequest): Promise<void> {
  const desk = c.get('desk');
  const token = await rotateToken(ctx.db, desk.session);
  if (token === null) return;
  keepSession(c, ctx.env, token);
  c.set('desk', { ...desk, csrf: sessionHmac(token, 'form'), session: { ...desk.session, token } });
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

import { Hono } from 'hono';
import { LOGIN_LIMITS } from '../../../config/operators.ts';
import { PaperboyError } from '../../errors.ts';
import { findAccount } from '../../operator/account-queries.ts';
import { changePassword } from '../../operator/change-operator.ts';
import { endSessions } from '../../operator/end-sessions.ts';
import { isPassword } from '../../operator/password.ts';
import { renewToken } from '../../operator/session.ts';
import { readSessions } from '../../operator/session-queries.ts';
import type { WebContext } from '../context.ts';
import { fieldOf, readBody } from '../routes/body.ts';
import { AccountPage } from './account-page.tsx';
import { ACCOUNT_TEXTS } from './account-texts.ts';
import type { DeskRequest, DeskVariables } from './desk.ts';
import { deskPage } from './desk-page.tsx';
import { deskRedirect } from './notice.ts';
import { keepSession } from './session-cookie.ts';

const HERE = '/operator/account';

/** `/operator/account`: one's own sessions and password, whatever the role. */
export function accountRoutes(ctx: WebContext): Hono<DeskVariables> {
  return new Hono<DeskVariables>()
    .get('/', (c) => showAccount(ctx, c, null))
    .post('/sessions', async (c) => {
      const { id, operatorId, name } = c.get('desk').session;
      const wanted = fieldOf((await readBody(c)) ?? {}, 'session');
      const which = wanted === 'others' ? { but: id } : isUuid(wanted) ? { only: wanted } : null;
      const ended =
        which && (await endSessions(ctx, { operatorId, name, by: name, verb: 'session end', ...which }));
      return deskRedirect(c, HERE, { text: ACCOUNT_TEXTS.ended(ended ?? 0), bad: !ended });
    })
    .post('/password', async (c) => {
      const body = (await readBody(c)) ?? {};
      const problem = await changeOwn(
        ctx,
        c,
        fieldOf(body, 'now'),
        fieldOf(body, 'next'),
        fieldOf(body, 'again'),
      );
      if (problem !== null) return showAccount(ctx, c, problem);
      return deskRedirect(c, HERE, { text: ACCOUNT_TEXTS.changed });
    });
}

async function showAccount(ctx: WebContext, c: DeskRequest, problem: string | null): Promise<Response> {
  const desk = c.get('desk');
  const sessions = await readSessions(ctx.db, desk.session.operatorId);
  return deskPage(c, {
    title: ACCOUNT_TEXTS.title,
    status: problem === null ? 200 : 422,
    notice: problem === null ? null : { text: problem, bad: true },
    children: <AccountPage desk={desk} sessions={sessions} />,
  });
}

/** What is wrong in words, or null when it is done. The present password is asked for: a session left open must not be enough. */
async function changeOwn(
  ctx: WebContext,
  c: DeskRequest,
  now: string,
  next: string,
  again: string,
): Promise<string | null> {
  const { session } = c.get('desk');
  if ((await ctx.limits.take(LOGIN_LIMITS.own, session.operatorId)) > 0) return ACCOUNT_TEXTS.throttled;
  const account = await findAccount(ctx.db, session.name);
  if (!(await isPassword(now, account?.passwordHash ?? null))) return ACCOUNT_TEXTS.wrong;
  if (next !== again) return ACCOUNT_TEXTS.differ;
  try {
    await changePassword(ctx, { name: session.name, by: session.name, password: next, keep: session.id });
  } catch (error) {
    if (error instanceof PaperboyError && error.code === 'PASSWORD_WEAK') return error.message;
    throw error;
  }
  await renewSession(ctx, c);
  return null;
}

/** Gives the session another token, and the browser with it. */
async function renewSession(ctx: WebContext, c: DeskRequest): Promise<void> {
  const desk = c.get('desk');
  const token = await renewToken(ctx.db, desk.session);
  if (token === null) return;
  keepSession(c, ctx.env, token);
  c.set('desk', { ...desk, session: { ...desk.session, token } });
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

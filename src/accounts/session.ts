import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { type Role, SESSION } from '../../config/operators.ts';
import type { Context } from '../context.ts';
import {
  deleteSessions,
  deleteSessionsBefore,
  findSession,
  insertSession,
  replaceToken,
  type SessionWithAccount,
  touchSession,
} from './session-queries.ts';

type SessionContext = Pick<Context, 'db' | 'clock'>;

/** A session that is good now. */
export interface ActiveSession {
  id: string;
  operatorId: string;
  name: string;
  /** As the account stands at this request. */
  role: Role;
  hasTotp: boolean;
  /** The browser's secret; where `renewed`, a new one that it must be given. */
  token: string;
  renewed: boolean;
}

/** Logs somebody in: a new session, and the token that the browser shows from now on. */
export async function startSession(
  db: SessionContext['db'],
  who: { operatorId: string; role: Role; browser: string },
  now: Date,
): Promise<{ id: string; token: string }> {
  const id = randomUUID();
  const token = newToken();
  await insertSession(db, { id, tokenHash: hashOf(token), ...who }, now);
  return { id, token };
}

/**
 * The session of a token, checked anew at every request against the account; null where it is unknown, past its time or the
 * account disabled. After a change of role it goes on under another token. `page`: somebody opened a page or sent a
 * form, which keeps the session alive; what a page asks for by itself does not.
 */
export async function authenticateToken(
  ctx: SessionContext,
  token: string,
  page: boolean,
): Promise<ActiveSession | null> {
  const now = ctx.clock.now();
  const session = isToken(token) ? await findSession(ctx.db, hashOf(token)) : null;
  if (session === null || session.disabled || isExpired(session, now)) return null;
  if (page && now.getTime() - session.seenAt.getTime() >= SESSION.touchMs)
    await touchSession(ctx.db, session.id, now);
  const live = {
    id: session.id,
    operatorId: session.operatorId,
    name: session.name,
    role: session.roleNow,
    hasTotp: session.hasTotp,
  };
  if (session.role === session.roleNow) return { ...live, token, renewed: false };
  const renewed = await rotateToken(ctx.db, { ...live, token });
  return renewed === null ? null : { ...live, token: renewed, renewed: true };
}

/** Gives the session another token, because what it may do has changed; null where somebody else was faster. */
export async function rotateToken(
  db: SessionContext['db'],
  session: { id: string; role: Role; token: string },
): Promise<string | null> {
  const token = newToken();
  const change = {
    id: session.id,
    role: session.role,
    before: hashOf(session.token),
    tokenHash: hashOf(token),
  };
  return (await replaceToken(db, change)) ? token : null;
}

/** Ends the session of that token, if there is one. */
export async function endTokenSession(db: SessionContext['db'], token: string): Promise<void> {
  const session = isToken(token) ? await findSession(db, hashOf(token)) : null;
  if (session !== null) await deleteSessions(db, session.operatorId, { only: session.id });
}

/** Deletes sessions that are past their time; for housekeeping. */
export function deleteExpiredSessions(ctx: SessionContext): Promise<number> {
  const now = ctx.clock.now().getTime();
  return deleteSessionsBefore(ctx.db, {
    seen: new Date(now - SESSION.idleMs),
    created: new Date(now - SESSION.absoluteMs),
  });
}

/** What follows from a session's token and from nothing else, for one purpose: tokens of forms, signed notices. */
export function sessionHmac(token: string, purpose: 'form' | 'notice', text = ''): string {
  return createHmac('sha256', token).update(`${purpose}/${text}`).digest('base64url');
}

/** Compares in constant time. */
export function constantTimeEquals(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Whether a session is past its time: nobody used it for too long, or the login is too long ago. */
export function isExpired(session: Pick<SessionWithAccount, 'createdAt' | 'seenAt'>, now: Date): boolean {
  const idle = now.getTime() - session.seenAt.getTime();
  return idle >= SESSION.idleMs || now.getTime() - session.createdAt.getTime() >= SESSION.absoluteMs;
}

/** 256 random bits. */
function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** No salt and no slow hash: the token is random already. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

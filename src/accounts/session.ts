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

/** Valid session at the time of a request. */
export interface ActiveSession {
  id: string;
  operatorId: string;
  name: string;
  /** Current role of the account. */
  role: Role;
  hasTotp: boolean;
  /** Secret of the browser. When `renewed`, a new one that must be sent to it. */
  token: string;
  renewed: boolean;
}

/** Creates a session and the token that the browser presents from now on. */
export async function startSession(
  db: SessionContext['db'],
  owner: { operatorId: string; role: Role; browser: string },
  now: Date,
): Promise<{ id: string; token: string }> {
  const id = randomUUID();
  const token = newToken();
  await insertSession(db, { id, tokenHash: hashOf(token), ...owner }, now);
  return { id, token };
}

/**
 * Returns the session of a token, checked against the account at every request; null when it is unknown,
 * expired or the account is disabled. After a role change the session continues with a new token. `page` is
 * true for a page view or a submitted form, which keep the session alive; background requests of a page do
 * not.
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
  const active = {
    id: session.id,
    operatorId: session.operatorId,
    name: session.name,
    role: session.roleNow,
    hasTotp: session.hasTotp,
  };
  if (session.role === session.roleNow) return { ...active, token, renewed: false };
  const renewed = await rotateToken(ctx.db, { ...active, token });
  return renewed === null ? null : { ...active, token: renewed, renewed: true };
}

/**
 * Issues a new token after a change of rights. Returns null when a concurrent request has rotated it already.
 */
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

/** Ends the session of a token, if there is one. */
export async function endTokenSession(db: SessionContext['db'], token: string): Promise<void> {
  const session = isToken(token) ? await findSession(db, hashOf(token)) : null;
  if (session !== null) await deleteSessions(db, session.operatorId, { only: session.id });
}

/** Deletes expired sessions, for housekeeping. Returns their number. */
export function deleteExpiredSessions(ctx: SessionContext): Promise<number> {
  const now = ctx.clock.now().getTime();
  return deleteSessionsBefore(ctx.db, {
    seen: new Date(now - SESSION.idleMs),
    created: new Date(now - SESSION.absoluteMs),
  });
}

/** HMAC-SHA-256 keyed by the session's token, for one purpose: form (CSRF) tokens or signed notices. */
export function sessionHmac(token: string, purpose: 'form' | 'notice', text = ''): string {
  return createHmac('sha256', token).update(`${purpose}/${text}`).digest('base64url');
}

/** Compares two texts in constant time. */
export function constantTimeEquals(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** True when a session was idle for `SESSION.idleMs` or is older than `SESSION.absoluteMs`. */
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

/** Neither salt nor a slow hash: the token is random. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

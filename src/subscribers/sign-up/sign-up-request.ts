import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';
import { reasonOf } from '../../errors.ts';
import { newJob } from '../../queue/jobs.ts';
import type { Preference } from '../preferences/preference.ts';
import { requireAddress } from '../subscriber.ts';
import {
  deleteSignUpRequest,
  insertSignUpRequest,
  readPendingSignUpRequests,
  readSignUpRequest,
  type SignUpRequestKind,
} from './sign-up-request-queries.ts';
import { enroll, requestLinkEmail } from './subscribe.ts';
import { allowsSignUp } from './subscribe-limits.ts';

export interface SignUpRequestInput {
  kind: SignUpRequestKind;
  address: string;
  source: string;
  /** Network of the client (network.ts); null when unknown. */
  network: string | null;
  preference?: Preference;
}

/** Age at which a request counts as lost by the queue. */
const LOST_MS = 10 * 60_000;

/**
 * Accepts a form submission: the digest, or the link to one's preferences. Only stores it; a worker answers.
 * So the page does the same work for a known address and an unknown one, and neither its text nor its timing
 * reveals who subscribes. Throws PaperboyError `ADDRESS_INVALID` or `SUBSCRIBE_LIMITED`.
 */
export async function requestSignUp(
  ctx: Pick<Context, 'db' | 'clock' | 'queue' | 'limits' | 'log'>,
  input: SignUpRequestInput,
): Promise<void> {
  const address = requireAddress(input.address);
  if (!(await allowsSignUp(ctx, { address, network: input.network }))) return;
  const { kind, source, preference = null } = input;
  const askId = randomUUID();
  await insertSignUpRequest(ctx.db, { id: askId, kind, address, source, preference }, ctx.clock.now());
  try {
    await ctx.queue.enqueue(newJob('answer', { askId }));
  } catch (error) {
    // The row is stored and requeueSignUpRequests enqueues it again, so nothing is lost.
    ctx.log.warn({ signUpRequest: askId, reason: reasonOf(error) }, 'sign-up request waits for the queue');
  }
}

/**
 * Answers a sign-up request by emailing a confirmation or a link, or does nothing. Safe to run twice: each
 * kind of email is sent at most once per hour and subscriber. Returns `answered`, or `answered already`.
 */
export async function answerSignUpRequest(
  ctx: Pick<Context, 'db' | 'clock' | 'queue'>,
  input: { askId: string },
): Promise<string> {
  const request = await readSignUpRequest(ctx.db, input.askId);
  if (!request) return 'answered already';
  const { kind, address, source, preference } = request;
  if (kind === 'link') await requestLinkEmail(ctx, address);
  else await enroll(ctx, { address, source, ...(preference ? { preference } : {}) });
  await deleteSignUpRequest(ctx.db, request.id);
  return 'answered';
}

/** Enqueues requests that lost their job. Returns how many. */
export async function requeueSignUpRequests(ctx: Pick<Context, 'db' | 'clock' | 'queue'>): Promise<number> {
  const now = ctx.clock.now();
  const waiting = await readPendingSignUpRequests(ctx.db, new Date(now.getTime() - LOST_MS));
  const again = now.toISOString().slice(0, 13).toLowerCase();
  for (const askId of waiting) await ctx.queue.enqueue(newJob('answer', { askId, again }));
  return waiting.length;
}

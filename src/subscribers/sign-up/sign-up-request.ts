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
  /** See network.ts; null where it cannot be known. */
  network: string | null;
  preference?: Preference;
}

/** What has waited longer than this has probably lost its job. */
const LOST_MS = 10 * 60_000;

/**
 * Takes what somebody typed into a form: the digest, or the link to their preferences. It only writes that down; a worker
 * answers. So the page does the same work for an address that is known and for one that is not, and neither its words nor
 * its time tell who subscribes. Throws PaperboyError `ADDRESS_INVALID` or `SUBSCRIBE_LIMITED`.
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
    // The row is there, and requeueAsks comes back to it; the person need not do anything.
    ctx.log.warn({ ask: askId, reason: reasonOf(error) }, 'ask waits for the queue');
  }
}

/** Answers what was asked: mails a confirmation or a link, or does nothing. Twice is safe: letters are one an hour. */
export async function answerSignUpRequest(
  ctx: Pick<Context, 'db' | 'clock' | 'queue'>,
  input: { askId: string },
): Promise<string> {
  const asked = await readSignUpRequest(ctx.db, input.askId);
  if (!asked) return 'answered already';
  const { kind, address, source, preference } = asked;
  if (kind === 'link') await requestLinkEmail(ctx, address);
  else await enroll(ctx, { address, source, ...(preference ? { preference } : {}) });
  await deleteSignUpRequest(ctx.db, asked.id);
  return 'answered';
}

/** Enqueues what was asked and whose job was lost. */
export async function requeueSignUpRequests(ctx: Pick<Context, 'db' | 'clock' | 'queue'>): Promise<number> {
  const now = ctx.clock.now();
  const waiting = await readPendingSignUpRequests(ctx.db, new Date(now.getTime() - LOST_MS));
  const again = now.toISOString().slice(0, 13).toLowerCase();
  for (const askId of waiting) await ctx.queue.enqueue(newJob('answer', { askId, again }));
  return waiting.length;
}

import type { Transaction } from 'kysely';
import { CIRCUIT, MASS_REFUSAL } from '../../../config/providers.ts';
import { RETENTION_PERIODS } from '../../../config/schedule.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { PaperboyError, reasonOf } from '../../errors.ts';
import type { OutgoingEmail, Provider, SendResult } from '../../ports.ts';
import { transactionalHeaders } from '../../rendering/headers.ts';
import type { RenderedEmail } from '../../rendering/rendered-email.ts';
import { addressChangeToken } from '../../subscribers/sign-up/change-address.ts';
import { confirmToken } from '../../subscribers/sign-up/confirm.ts';
import { findSuppressed } from '../../suppression/check-suppression.ts';
import { preferencesUrl, unsubscribeUrl } from '../digest/digest-links.ts';
import { describeFirstDigest, describeSignUp } from '../plan/plan-first-digest.ts';
import { chooseTransactionalProvider, nextChoiceMs, recordProbe } from '../providers/choose-provider.ts';
import { describeResult } from '../providers/describe-result.ts';
import { applyVerdict, readVerdict } from '../providers/mass-refusal-queries.ts';
import { findProvider } from '../providers/provider.ts';
import { callProvider, waitForRateLimit } from '../providers/provider-call.ts';
import { recordOutcome } from '../providers/record-outcome.ts';
import {
  readTransactionalEmail,
  releaseTransactionalEmail,
  settleTransactionalEmail,
  startTransactionalEmail,
  type TransactionalEmail,
} from './transactional-queries.ts';

type TransactionalContext = Pick<
  Context,
  'db' | 'clock' | 'log' | 'providers' | 'limits' | 'env' | 'keys' | 'queue' | 'taxonomy'
>;

/** Longer than one transactional email takes with the slowest server, rate limit included. */
const LEASE_MS = 4 * 60_000;

/** Subscriber states in which each kind is still wanted when it is sent. */
const WANTED_IN_STATES: Record<TransactionalEmail['kind'], readonly string[]> = {
  confirm: ['pending'],
  lifted: ['pending'],
  welcome: ['active'],
  'your-link': ['active', 'paused'],
  goodbye: ['unsubscribed'],
  'new-address': ['active', 'paused'],
  'address-notice': ['active', 'paused'],
};

/**
 * Sends one transactional email. Safe to run twice: a settled one is not sent again, and one without a
 * recorded outcome is replayed only if the provider deduplicates by its key; otherwise it becomes uncertain,
 * and the subscriber can request it again. Throws PaperboyError `TRANSACTIONAL_DEFERRED` (retry later) so
 * that the job is retried, also while no provider is available. Editions leave every provider capacity for
 * transactional emails.
 */
export async function sendTransactional(
  ctx: TransactionalContext,
  input: { notificationId: string },
): Promise<string> {
  const notification = await readTransactionalEmail(ctx.db, input.notificationId);
  if (!notification || !['planned', 'sending'].includes(notification.state)) return 'nothing to do';
  const now = ctx.clock.now();
  const { address } = notification;
  const { leasedUntil } = notification;
  const again = notification.state === 'sending';
  if (again && leasedUntil !== null && leasedUntil > now)
    throw deferred(notification.id, 'another worker is sending it', leasedUntil.getTime() - now.getTime());
  const unwanted = await skipReason(ctx, notification);
  if (unwanted !== null || address === null) {
    // An interrupted attempt may have been sent, even if the subscriber has unsubscribed since.
    const state = again ? 'uncertain' : 'excluded';
    await settleTransactionalEmail(ctx.db, notification.id, { state, reason: unwanted, now });
    return state;
  }
  const email = await composeTransactional(ctx, notification, address);
  if (again) return replaySending(ctx, notification, address, email);
  const provider = await startSending(ctx, notification, email);
  return provider === null ? 'nothing to do' : sendEmail(ctx, provider, notification, address, email);
}

/**
 * Chooses an available provider and stores the attempt before the call. Null if another worker was faster.
 */
async function startSending(
  ctx: TransactionalContext,
  notification: TransactionalEmail,
  email: OutgoingEmail,
): Promise<Provider | null> {
  const now = ctx.clock.now();
  const { id } = notification;
  const probeDelayMs = probeDelayOf(notification);
  const found = await ctx.db.transaction().execute(async (trx) => {
    const choice = await chooseTransactionalProvider(trx, ctx, id, now, probeDelayMs);
    if (!choice) return { choice: null, isStarted: false };
    await recordProbe(trx, choice, now);
    const payloadHash = choice.provider.mailer.payloadHash([email]);
    return {
      choice,
      isStarted: await startTransactionalEmail(
        trx,
        id,
        'planned',
        attemptValues(choice.provider, payloadHash, now),
      ),
    };
  });
  if (!found.choice)
    throw deferred(id, 'no provider is available', await nextChoiceMs(ctx, now, probeDelayMs));
  return found.isStarted ? found.choice.provider : null;
}

/** Kinds sent to an address that has not been confirmed, so that anyone may have entered it. */
const UNCONFIRMED_KINDS: readonly TransactionalEmail['kind'][] = ['confirm', 'lifted', 'new-address'];

function probeDelayOf({ kind, attempts }: TransactionalEmail): number {
  if (attempts > 0) return CIRCUIT.repeatedProbeDelayMs;
  return UNCONFIRMED_KINDS.includes(kind) ? CIRCUIT.unconfirmedProbeDelayMs : 0;
}

/**
 * Replays an interrupted attempt. An email that one provider may have accepted is never sent by another one.
 */
async function replaySending(
  ctx: TransactionalContext,
  notification: TransactionalEmail,
  address: string,
  email: OutgoingEmail,
): Promise<string> {
  const now = ctx.clock.now();
  const { id } = notification;
  const provider = findProvider(ctx, notification.provider);
  const payloadHash = provider?.mailer.payloadHash([email]);
  const age = now.getTime() - (notification.startedAt?.getTime() ?? 0);
  if (!provider || age >= provider.mailer.replayWindowMs || notification.payloadHash !== payloadHash) {
    const reason = 'an earlier attempt was interrupted';
    await settleTransactionalEmail(ctx.db, id, { state: 'uncertain', reason, now });
    return 'uncertain';
  }
  if (!(await startTransactionalEmail(ctx.db, id, 'sending', attemptValues(provider, payloadHash, now))))
    return 'nothing to do';
  return sendEmail(ctx, provider, notification, address, email);
}

const attemptValues = ({ name }: Provider, payloadHash: string, now: Date) => ({
  provider: name,
  payloadHash,
  now,
  leasedUntil: new Date(now.getTime() + LEASE_MS),
});

async function sendEmail(
  ctx: TransactionalContext,
  provider: Provider,
  notification: TransactionalEmail,
  address: string,
  email: OutgoingEmail,
): Promise<string> {
  const { id } = notification;
  const again = notification.state === 'sending';
  const waitMs = await waitForRateLimit(ctx, provider, 'transactional', 1);
  // Waiting for the rate limit can take seconds, in which the subscriber may have unsubscribed (rule 5).
  const current = await readTransactionalEmail(ctx.db, id);
  const unwanted = current ? await skipReason(ctx, current) : 'erased';
  if (unwanted !== null || current?.address !== address) {
    const [state, reason] = [
      again ? 'uncertain' : 'excluded',
      unwanted ?? 'the address has changed',
    ] as const;
    await settleTransactionalEmail(ctx.db, id, { state, reason, now: ctx.clock.now() });
    return state;
  }
  // The key's text never changes: after an upgrade a replay must still be recognized as the same email.
  const key = `paperboy-letter-${id}`;
  const [result = NO_RESULT] =
    waitMs > 0 ? [rateLimited(waitMs)] : await callProvider(ctx, provider, [email], key);
  const outcome = await ctx.db.transaction().execute(async (trx) => {
    const judged = await judgeResult(ctx, trx, provider, current, result);
    // "Deferred" describes this second call; the outcome of the first one is still unknown.
    const unclear = again && (judged.outcome === 'deferred' || judged.outcome === 'halted');
    // An email that is refused for ever must not halt its provider for ever.
    const isHopeless = result.outcome === 'refused' && current.attempts >= MASS_REFUSAL.transactionalAttempts;
    const outcome = isHopeless ? result : judged;
    const known = unclear ? { outcome: 'uncertain' as const, reason: `replayed: ${judged.code}` } : outcome;
    return settleEmail(ctx, trx, provider, current, known);
  });
  if (outcome instanceof PaperboyError) throw outcome;
  return outcome;
}

/** Records the result for the provider and judges a refusal. Returns the result that counts for the email. */
async function judgeResult(
  ctx: TransactionalContext,
  trx: Transaction<Database>,
  provider: Provider,
  { id, address, startedAt }: TransactionalEmail,
  result: SendResult,
): Promise<SendResult> {
  const now = ctx.clock.now();
  const verdict = await readVerdict(trx, {
    provider: provider.name,
    kind: 'transactional',
    emails: [{ id, address }],
    results: [result],
    calledAt: startedAt,
    now,
  });
  await recordOutcome(ctx, trx, provider, verdict.results);
  await applyVerdict(trx, provider.name, verdict, now);
  return verdict.results[0] ?? result;
}

const NO_RESULT: SendResult = { outcome: 'uncertain', reason: 'the provider returned no result' };

const rateLimited = (retryAfterMs: number): SendResult => ({
  outcome: 'deferred',
  retryAfterMs,
  code: 'rate',
  reason: 'the rate limit allowed no call in time',
  about: 'rate',
});

async function skipReason(
  ctx: TransactionalContext,
  notification: TransactionalEmail,
): Promise<string | null> {
  if (notification.address === null)
    return notification.kind === 'new-address' ? 'no address change to confirm' : 'erased';
  if ((await findSuppressed(ctx.db, [notification.address])).size > 0) return 'suppressed';
  return WANTED_IN_STATES[notification.kind].includes(notification.subscriberState)
    ? null
    : notification.subscriberState;
}

/** Records the outcome of an email; returns its state, or the error with which the job is retried. */
async function settleEmail(
  ctx: TransactionalContext,
  trx: Transaction<Database>,
  provider: Provider,
  { id, kind }: TransactionalEmail,
  result: SendResult,
): Promise<string | PaperboyError> {
  const now = ctx.clock.now();
  switch (result.outcome) {
    case 'accepted': {
      const { providerId } = result;
      await settleTransactionalEmail(trx, id, { state: 'accepted', reason: null, providerId, now });
      ctx.log.info({ notification: id, kind }, 'transactional email accepted');
      return 'accepted';
    }
    case 'refused':
      await settleTransactionalEmail(trx, id, { state: 'failed', reason: describeResult(result), now });
      return 'failed';
    case 'uncertain':
      if (provider.mailer.replayWindowMs === 0 || result.about === 'key') {
        await settleTransactionalEmail(trx, id, { state: 'uncertain', reason: result.reason, now });
        return 'uncertain';
      }
      // Left as "sending": the next attempt replays it if the provider's window allows.
      await releaseTransactionalEmail(trx, id);
      return deferred(id, result.reason, undefined);
    default:
      await settleTransactionalEmail(trx, id, { state: 'planned', reason: describeResult(result), now });
      return deferred(id, result.reason, result.outcome === 'deferred' ? result.retryAfterMs : undefined);
  }
}

function deferred(id: string, reason: string, retryAfterMs: number | undefined): PaperboyError {
  return new PaperboyError({
    code: 'TRANSACTIONAL_DEFERRED',
    message: `Transactional email ${id} was not sent: ${reasonOf(reason)}.`,
    remedy: 'It is retried automatically.',
    retry: 'later',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

async function composeTransactional(
  ctx: TransactionalContext,
  notification: TransactionalEmail,
  to: string,
): Promise<OutgoingEmail> {
  const from = ctx.env.MAIL_FROM_TRANSACTIONAL;
  const { language } = notification;
  const { subject, html, text } = await renderTransactionalEmail(ctx, notification);
  return {
    id: notification.id,
    from,
    to,
    subject,
    html,
    text,
    headers: transactionalHeaders({ id: notification.id, from, language }),
    // Time of the request, not of sending: a replay must have the same bytes.
    date: notification.createdAt.toISOString(),
  };
}

async function renderTransactionalEmail(
  ctx: TransactionalContext,
  notification: TransactionalEmail,
): Promise<RenderedEmail> {
  // Loaded with the first transactional email: react-email takes longer to load than most commands take to
  // run.
  const { renderTransactional } = await import('../../rendering/render-transactional.ts');
  const { PUBLIC_URL, MAIL_POSTAL_ADDRESS } = ctx.env;
  const { language } = notification;
  const sender = { language, site: PUBLIC_URL, postalAddress: MAIL_POSTAL_ADDRESS };
  const preferences = preferencesUrl(PUBLIC_URL, ctx.keys, notification.subscriberId);
  switch (notification.kind) {
    case 'confirm':
    case 'lifted': {
      const token = confirmToken(ctx.keys, notification.subscriberId, notification.createdAt);
      return renderTransactional(notification.kind, {
        ...sender,
        chosen: await describeSignUp(ctx, { ...notification, kind: notification.kind }),
        confirm: `${PUBLIC_URL}/confirm/${token}`,
        validHours: RETENTION_PERIODS.confirmDays * 24,
      });
    }
    case 'welcome':
      return renderTransactional('welcome', {
        ...sender,
        preferences,
        unsubscribe: unsubscribeUrl(PUBLIC_URL, notification.unsubscribeKey),
        subscription: await describeFirstDigest(ctx, notification),
      });
    case 'your-link':
      return renderTransactional('your-link', { ...sender, preferences, validHours: null });
    case 'new-address': {
      // The query has seen the change: without it there is no address to send to.
      const token = addressChangeToken(ctx.keys, notification.changeId ?? '', notification.createdAt);
      return renderTransactional('new-address', {
        ...sender,
        confirm: `${PUBLIC_URL}/address/${token}`,
        validHours: RETENTION_PERIODS.confirmDays * 24,
      });
    }
    case 'address-notice':
      return renderTransactional('address-notice', { ...sender, preferences });
    case 'goodbye':
      return renderTransactional('goodbye', { ...sender, subscribe: `${PUBLIC_URL}/subscribe` });
  }
}

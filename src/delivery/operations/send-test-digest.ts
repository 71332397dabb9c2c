import { randomUUID } from 'node:crypto';
import { TEST_EMAILS } from '../../../config/decisions.ts';
import { insertAuditEntry } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import { PaperboyError } from '../../errors.ts';
import type { OutgoingEmail, SendResult } from '../../ports.ts';
import { requireAddress } from '../../subscribers/subscriber.ts';
import { findSuppressed } from '../../suppression/check-suppression.ts';
import { type PreviewRecipient, previewDigest } from '../digest/preview-digest.ts';
import { chooseTransactionalProvider, recordProbe } from '../providers/choose-provider.ts';
import { callProvider, waitForRateLimit } from '../providers/provider-call.ts';
import { recordOutcome } from '../providers/record-outcome.ts';

type TestContext = Pick<
  Context,
  'db' | 'clock' | 'log' | 'env' | 'keys' | 'taxonomy' | 'providers' | 'limits'
>;

export interface TestDigestInput {
  edition: string;
  /** Recipient for which the digest is composed. */
  as: PreviewRecipient;
  /** Address that gets the test; never stored. */
  to: string;
  operator: string;
}

export interface TestDigestReport {
  edition: string;
  provider: string;
  outcome: SendResult['outcome'];
  /** The provider's reason, if it did not accept the email. */
  reason: string | null;
}

/**
 * Sends one digest of an edition to an address as a test, with a marked subject and links that lead nowhere,
 * through the channel of transactional emails. It is not a delivery: no papers are reserved, no totals change
 * and the address is not stored. Throws PaperboyError `ADDRESS_INVALID`, `ADDRESS_SUPPRESSED`,
 * `TESTS_LIMITED`, `NOTHING_TO_SEND`, `NO_PROVIDER`, and those of previewDigest.
 */
export async function sendTestDigest(ctx: TestContext, input: TestDigestInput): Promise<TestDigestReport> {
  const { edition, operator } = input;
  const to = requireAddress(input.to);
  if ((await findSuppressed(ctx.db, [to])).size > 0)
    throw testRefused('ADDRESS_SUPPRESSED', 'This address is suppressed.', 'Use another one.');
  const id = randomUUID();
  const { email } = await previewDigest(ctx, { edition, as: input.as, id });
  if (!email)
    throw testRefused('NOTHING_TO_SEND', 'This recipient would get no digest.', 'Choose other topics.');
  if ((await ctx.limits.take(TEST_EMAILS, 'all')) > 0)
    throw testRefused('TESTS_LIMITED', 'The hourly limit of test emails is reached.', 'Try again later.');
  const test: OutgoingEmail = { ...email, to, subject: `[Test] ${email.subject}` };
  const { provider, result } = await sendThroughProvider(ctx, id, test);
  const { outcome } = result;
  const reason = 'reason' in result ? result.reason : null;
  const entry = { operator, verb: 'edition test', subject: edition, after: { provider, outcome, reason } };
  await insertAuditEntry(ctx.db, entry, ctx.clock.now());
  ctx.log.info({ edition, provider, outcome }, 'test email sent');
  return { edition, provider, outcome, reason };
}

async function sendThroughProvider(
  ctx: TestContext,
  id: string,
  email: OutgoingEmail,
): Promise<{ provider: string; result: SendResult }> {
  const choice = await ctx.db.transaction().execute(async (trx) => {
    const now = ctx.clock.now();
    const found = await chooseTransactionalProvider(trx, ctx, id, now);
    if (found) await recordProbe(trx, found, now);
    return found;
  });
  if (!choice) throw testRefused('NO_PROVIDER', 'No provider is available.', '`doctor` shows why.');
  const { provider } = choice;
  if ((await waitForRateLimit(ctx, provider, 'transactional', 1)) > 0)
    throw testRefused('NO_PROVIDER', `${provider.name} is at its rate limit.`, 'Try again in a minute.');
  const [result = { outcome: 'uncertain' as const, reason: 'the provider returned no result' }] =
    await callProvider(ctx, provider, [email], `paperboy-test-${id}`);
  await ctx.db.transaction().execute((trx) => recordOutcome(ctx, trx, provider, [result]));
  return { provider: provider.name, result };
}

function testRefused(code: string, message: string, remedy: string): PaperboyError {
  return new PaperboyError({ code, message: `${message} Nothing was sent.`, remedy, retry: 'later' });
}

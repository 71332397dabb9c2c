import { randomUUID } from 'node:crypto';
import { TEST_EMAILS } from '../../../config/decisions.ts';
import { insertAuditEntry } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import { PaperboyError } from '../../errors.ts';
import type { OutgoingEmail, SendResult } from '../../ports.ts';
import { parseAddress } from '../../subscribers/subscriber.ts';
import { findSuppressed } from '../../suppression/check-suppression.ts';
import { type PreviewAs, previewDigest } from '../digest/preview-digest.ts';
import { chooseTransactionalProvider, reserveProvider } from '../providers/choose-provider.ts';
import { callProvider, waitForTurn } from '../providers/provider-call.ts';
import { recordOutcome } from '../providers/record-outcome.ts';

type TestContext = Pick<Context, 'db' | 'clock' | 'log' | 'env' | 'keys' | 'providers' | 'limits'>;

export interface TestInput {
  edition: string;
  /** As whom the digest is composed. */
  as: PreviewAs;
  /** Where it goes; kept nowhere. */
  to: string;
  operator: string;
}

export interface TestReport {
  edition: string;
  provider: string;
  outcome: SendResult['outcome'];
  /** What the provider said, where it did not take it. */
  reason: string | null;
}

/**
 * Sends one digest of an edition to an address as a test: marked so in its subject, with links that lead nowhere, the way that letters
 * take. It is no delivery: nothing is reserved, nobody's books change, and the address is kept nowhere. Throws PaperboyError
 * `ADDRESS_INVALID`, `MAY_NOT_BE_MAILED`, `TESTS_LIMITED`, `NOTHING_TO_SEND`, `NO_PROVIDER`, and those of previewMail.
 */
export async function sendTest(ctx: TestContext, input: TestInput): Promise<TestReport> {
  const { edition, operator } = input;
  const to = parseAddress(input.to);
  if (to === null)
    throw refused('ADDRESS_INVALID', 'This is not an e-mail address.', 'Write name@example.org.');
  if ((await findSuppressed(ctx.db, [to])).size > 0)
    throw refused('MAY_NOT_BE_MAILED', 'This address is suppressed.', 'Use another one of yours.');
  const id = randomUUID();
  const { mail } = await previewDigest(ctx, { edition, as: input.as, id });
  if (!mail)
    throw refused('NOTHING_TO_SEND', 'Nothing would be sent to such a reader.', 'Choose other topics.');
  if ((await ctx.limits.take(TEST_EMAILS, 'all')) > 0)
    throw refused('TESTS_LIMITED', 'Enough test mails were sent for this hour.', 'Try again later.');
  const test: OutgoingEmail = { ...mail, to, subject: `[Test] ${mail.subject}` };
  const { provider, result } = await hand(ctx, id, test);
  const { outcome } = result;
  const reason = 'reason' in result ? result.reason : null;
  const act = { operator, verb: 'edition test', subject: edition, after: { provider, outcome, reason } };
  await insertAuditEntry(ctx.db, act, ctx.clock.now());
  ctx.log.info({ edition, provider, outcome }, 'a test mail was sent');
  return { edition, provider, outcome, reason };
}

async function hand(
  ctx: TestContext,
  id: string,
  mail: OutgoingEmail,
): Promise<{ provider: string; result: SendResult }> {
  const seat = await ctx.db.transaction().execute(async (trx) => {
    const now = ctx.clock.now();
    const found = await chooseTransactionalProvider(trx, ctx, id, now);
    if (found) await reserveProvider(trx, found, now);
    return found;
  });
  if (!seat) throw refused('NO_PROVIDER', 'No provider takes mail at this moment.', 'See `doctor`.');
  const { provider } = seat;
  if ((await waitForTurn(ctx, provider, 'letter', 1)) > 0)
    throw refused('NO_PROVIDER', `${provider.name} is at its rate.`, 'Try again in a minute.');
  const [result = { outcome: 'uncertain' as const, reason: 'no result' }] = await callProvider(
    ctx,
    provider,
    [mail],
    `paperboy-test-${id}`,
  );
  await ctx.db.transaction().execute((trx) => recordOutcome(ctx, trx, provider, [result]));
  return { provider: provider.name, result };
}

function refused(code: string, message: string, remedy: string): PaperboyError {
  return new PaperboyError({ code, message: `${message} Nothing was sent.`, remedy, retry: 'later' });
}

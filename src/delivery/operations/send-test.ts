import { randomUUID } from 'node:crypto';
import { TEST_MAILS } from '../../../config/decisions.ts';
import { insertAct } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import { PaperboyError } from '../../errors.ts';
import type { MailResult, OutgoingMail } from '../../ports.ts';
import { parseAddress } from '../../subscribers/subscriber.ts';
import { suppressedAmong } from '../../suppression/check-suppression.ts';
import { type PreviewAs, previewMail } from '../digest/preview-digest.ts';
import { findLetterSeat, takeSeat } from '../providers/choose-provider.ts';
import { callProvider, takeTurn } from '../providers/provider-call.ts';
import { noteNews } from '../providers/record-outcome.ts';

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
  outcome: MailResult['outcome'];
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
  if ((await suppressedAmong(ctx.db, [to])).size > 0)
    throw refused('MAY_NOT_BE_MAILED', 'This address is suppressed.', 'Use another one of yours.');
  const id = randomUUID();
  const { mail } = await previewMail(ctx, { edition, as: input.as, id });
  if (!mail)
    throw refused('NOTHING_TO_SEND', 'Nothing would be sent to such a reader.', 'Choose other topics.');
  if ((await ctx.limits.take(TEST_MAILS, 'all')) > 0)
    throw refused('TESTS_LIMITED', 'Enough test mails were sent for this hour.', 'Try again later.');
  const test: OutgoingMail = { ...mail, to, subject: `[Test] ${mail.subject}` };
  const { provider, result } = await hand(ctx, id, test);
  const { outcome } = result;
  const reason = 'reason' in result ? result.reason : null;
  const act = { operator, verb: 'edition test', subject: edition, after: { provider, outcome, reason } };
  await insertAct(ctx.db, act, ctx.clock.now());
  ctx.log.info({ edition, provider, outcome }, 'a test mail was sent');
  return { edition, provider, outcome, reason };
}

async function hand(
  ctx: TestContext,
  id: string,
  mail: OutgoingMail,
): Promise<{ provider: string; result: MailResult }> {
  const seat = await ctx.db.transaction().execute(async (trx) => {
    const now = ctx.clock.now();
    const found = await findLetterSeat(trx, ctx, id, now);
    if (found) await takeSeat(trx, found, now);
    return found;
  });
  if (!seat) throw refused('NO_PROVIDER', 'No provider takes mail at this moment.', 'See `doctor`.');
  const { provider } = seat;
  if ((await takeTurn(ctx, provider, 'letter', 1)) > 0)
    throw refused('NO_PROVIDER', `${provider.name} is at its rate.`, 'Try again in a minute.');
  const [result = { outcome: 'uncertain' as const, reason: 'no result' }] = await callProvider(
    ctx,
    provider,
    [mail],
    `paperboy-test-${id}`,
  );
  await ctx.db.transaction().execute((trx) => noteNews(ctx, trx, provider, [result]));
  return { provider: provider.name, result };
}

function refused(code: string, message: string, remedy: string): PaperboyError {
  return new PaperboyError({ code, message: `${message} Nothing was sent.`, remedy, retry: 'later' });
}

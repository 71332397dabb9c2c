import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSmtpMailer } from '../../src/delivery/providers/mailers/smtp.ts';
import { processInboundEmail } from '../../src/feedback/process-inbound.ts';
import { parseResendReport } from '../../src/feedback/providers/resend-report.ts';
import { parseSesReport } from '../../src/feedback/providers/ses-report.ts';
import { findReportedEmail } from '../../src/feedback/reports/report-queries.ts';
import { storeAndApplyReport } from '../../src/feedback/reports/store-report.ts';
import { sweepReports } from '../../src/feedback/sweep-reports.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { putDelivery } from '../support/deliveries.ts';
import { bounceOf } from '../support/inbound-emails.ts';
import { missingFor, type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { sampleMail } from '../support/mail.ts';
import { dataPath } from '../support/real-data.ts';
import { startScriptedSmtp } from '../support/smtp-script.ts';
import { emptyTables } from '../support/tables.ts';

const ADA = 'ada@example.com';
const NOW = '2026-11-23T08:00:00Z';
const SES_ID = '0102018b5c3c0a4f-9fe8fb1f-0292-430b-a634-1eba65166dbb-000000';
const M365_ID = '<PR3P195MB0555A7C0D9B1@PR3P195MB0555.EURP195.PROD.OUTLOOK.COM>';

let ctx: TestInstallation;
const stateOf = async () => (await findSubscriberByAddress(ctx.db, ADA))?.state;
async function putAda(providerId: string) {
  const { id: subscriberId } = await putSubscriber(ctx, ADA);
  return putDelivery(ctx, { subscriberId, provider: 'smtp', providerId });
}

/** An SES report as SNS carries it when headers are not included. */
function sesReport(type: 'Bounce' | 'Complaint', recipients: object[], destination = [ADA]) {
  const body = {
    notificationType: type,
    bounce: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      timestamp: NOW,
      bouncedRecipients: recipients,
    },
    complaint: { timestamp: NOW, complainedRecipients: recipients },
    mail: { timestamp: NOW, messageId: SES_ID, destination },
  };
  const report = parseSesReport(`report ${type}`, JSON.stringify(body));
  if (report === null) throw new Error('not an SES report');
  return report;
}
const UNKNOWN = [{ emailAddress: ADA, status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }];

describe.each(['embedded', 'postgres'] as const)('a provider id (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    beforeAll(async () => {
      ctx = await testInstallation({ way, now: NOW });
    });
    afterAll(() => ctx.close());
    beforeEach(() => ctx.clock.set(NOW));
    afterEach(() => emptyTables(ctx.db));

    it.each([
      SES_ID,
      `<${SES_ID}@eu-west-1.amazonses.com>`,
      `<${SES_ID}@email.amazonses.com>`,
      `${SES_ID}@amazonses.com`,
    ])(
      'stored as %s matches a report of SES without headers, and a bounce that quotes it',
      async (stored) => {
        const id = await putAda(stored);
        for (const providerEmailId of [
          SES_ID,
          `<${SES_ID}@eu-west-1.amazonses.com>`,
          `<${SES_ID}@amazonses.com>`,
        ])
          expect(
            await ctx.db
              .transaction()
              .execute((trx) => findReportedEmail(trx, { emailId: null, providerEmailId })),
          ).toMatchObject({ id });
        expect(await storeAndApplyReport(ctx, sesReport('Bounce', UNKNOWN), 'raw')).toBe('applied');
        expect(await stateOf()).toBe('suppressed');
      },
    );

    it.each([
      [`<${SES_ID}@eu-west-1.amazonses.com>`, `<${SES_ID}@email.amazonses.com>`],
      [M365_ID, M365_ID.toLowerCase()],
    ])('stored as %s matches a bounce by email that quotes %s', async (stored, messageId) => {
      await putAda(stored);
      expect(await processInboundEmail(ctx, { raw: bounceOf({ messageId }), sender: '' })).toEqual({
        action: 'reported',
        detail: 'hard-bounce: applied',
      });
      expect(await stateOf()).toBe('suppressed');
    });

    it('that Microsoft 365 gives by SMTP is stored, and matches its bounce', async () => {
      const server = await startScriptedSmtp({
        content: `250 2.0.0 OK ${M365_ID} [Hostname=mx.example.com]`,
      });
      const mailer = createSmtpMailer({ url: server.url });
      const [result] = await mailer.send([sampleMail(1)], { idempotencyKey: 'a key' });
      await mailer.close();
      await server.close();
      if (result?.outcome !== 'accepted') throw new Error('The email was not accepted.');
      await putAda(result.providerId);
      await processInboundEmail(ctx, { raw: bounceOf({ messageId: M365_ID }), sender: '' });
      expect(await stateOf()).toBe('suppressed');
    });

    it('that is stored only after its bounce arrived is matched by the sweep', async () => {
      await processInboundEmail(ctx, { raw: bounceOf({ messageId: M365_ID }), sender: '' });
      await putAda(M365_ID);
      ctx.clock.advance(60_000);
      expect(await sweepReports(ctx)).toBe(1);
      expect(await stateOf()).toBe('suppressed');
    });

    it('of another program changes nothing', async () => {
      await putAda(`<${SES_ID}@eu-west-1.amazonses.com>`);
      for (const messageId of [`<1${SES_ID}@eu-west-1.amazonses.com>`, '<1@example.org>', M365_ID])
        await processInboundEmail(ctx, { raw: bounceOf({ messageId }), sender: '' });
      expect(await stateOf()).toBe('active');
    });

    it('is looked up through an index', async () => {
      const { rows } = await ctx.db.transaction().execute(async (trx) => {
        await sql`set local enable_seqscan = off`.execute(trx);
        return sql<{ 'QUERY PLAN': string }>`
          explain select id from deliveries where provider_id is not null
          and lower(split_part(ltrim(provider_id, '<'), '@', 1)) = ${SES_ID}`.execute(trx);
      });
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('deliveries_by_provider_key');
    });

    it('of a complaint with a hashed recipient, or without one, suppresses the only recipient', async () => {
      for (const recipients of [[], [{ emailAddress: '9f86d081884c7d65@isp.example.com' }]]) {
        await putAda(`<${SES_ID}@eu-west-1.amazonses.com>`);
        await storeAndApplyReport(ctx, sesReport('Complaint', recipients), 'raw');
        expect(await stateOf()).toBe('suppressed');
        await emptyTables(ctx.db);
      }
    });
  });
});

describe('bounces that a provider calls permanent', () => {
  it.each([
    ['5.1.0', 'smtp; 550 5.1.0 <digest@example.org> sender rejected', 'refused'],
    ['5.1.1', 'smtp; 550 5.7.1 blocked by policy', 'refused'],
    ['5.1.1', 'smtp; 550 5.1.1 sending rate limit exceeded', 'refused'],
    ['5.1.1', 'smtp; 552 5.2.2 mailbox full', 'soft-bounce'],
    ['5.1.1', 'smtp; 550 5.1.1 user unknown', 'hard-bounce'],
    [undefined, undefined, 'hard-bounce'],
  ])('with status %s and "%s" are read as %s', (status, diagnosticCode, kind) => {
    expect(sesReport('Bounce', [{ emailAddress: ADA, status, diagnosticCode }]).kind).toBe(kind);
    const bounce = {
      type: 'Permanent',
      subType: 'General',
      ...(diagnosticCode ? { diagnosticCode: [diagnosticCode] } : {}),
    };
    const data = { email_id: 'e1', to: [ADA], bounce };
    expect(parseResendReport('r1', { type: 'email.bounced', created_at: NOW, data })?.kind).toBe(kind);
  });
});

const CASES = join(dataPath('..'), 'cases', 'sending');
describe.skipIf(!existsSync(CASES))('recorded reports', () => {
  const read = (name: string) => JSON.parse(readFileSync(join(CASES, name), 'utf8'));

  it('of SES without headers match what SMTP stored', async () => {
    ctx = await testInstallation({ now: NOW });
    const sample = read('ses-sns-without-headers.json');
    const [address] = sample.message.mail.destination;
    const { id: subscriberId } = await putSubscriber(ctx, address);
    await putDelivery(ctx, { subscriberId, provider: 'smtp', providerId: sample['stored provider_id'] });
    const report = parseSesReport('recorded', JSON.stringify(sample.message));
    if (report === null) throw new Error('not an SES report');
    expect(await storeAndApplyReport(ctx, report, 'raw')).toBe('applied');
    expect((await findSubscriberByAddress(ctx.db, address))?.state).toBe('suppressed');
    await ctx.close();
  });

  it('of a policy block under 5.1.0 blame the email', () => {
    const { ses, resend } = read('webhooks-policy-block-as-510.json');
    const refused = { kind: 'refused', about: 'mail' };
    expect(parseSesReport('recorded', JSON.stringify(ses))).toMatchObject(refused);
    expect(parseResendReport('recorded', resend)).toMatchObject(refused);
  });
});

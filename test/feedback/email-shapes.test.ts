import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseInboundEmail } from '../../src/feedback/email/parse-inbound-email.ts';
import { processInboundEmail } from '../../src/feedback/process-inbound.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { GATEWAY_BOUNCES } from '../fixtures/inbound/gateway-bounces.ts';
import { NEAR_BOUNCES } from '../fixtures/inbound/near-bounces.ts';
import { NOT_REPORTS } from '../fixtures/inbound/not-reports.ts';
import { COMPLAINTS, STATUS_REPORTS } from '../fixtures/inbound/part-reports.ts';
import { RARE_BOUNCES } from '../fixtures/inbound/rare-bounces.ts';
import { emailFrom } from '../fixtures/inbound/sample.ts';
import { TEXT_BOUNCES } from '../fixtures/inbound/text-bounces.ts';
import { putDelivery } from '../support/deliveries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { dataPath } from '../support/real-data.ts';
import { emptyTables } from '../support/tables.ts';

const ADA = 'ada@example.com';
const ARRIVALS: Record<string, string | null> = {
  complaint: 'complained',
  hard: 'hard-bounced',
  soft: 'soft-bounced',
  refused: 'refused',
  delayed: 'delayed',
  delivered: 'delivered',
};

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation({ now: '2026-11-23T08:00:00Z' });
});
afterAll(() => ctx.close());
afterEach(() => emptyTables(ctx.db));

/** Sends Ada a digest, processes an email about it, and returns what became of both. */
async function outcomeOf(makeEmail: (messageId: string) => Buffer, address = ADA) {
  const { id: subscriberId } = await putSubscriber(ctx, address);
  const id = await putDelivery(ctx, { subscriberId, provider: 'smtp' });
  await processInboundEmail(ctx, {
    raw: makeEmail(`<digest.${id}@paperboy.example.org>`),
    sender: null,
  });
  const { arrival } = await ctx.db
    .selectFrom('deliveries')
    .select('arrival')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { arrival, state: (await findSubscriberByAddress(ctx.db, address))?.state };
}

const SAMPLES = [
  ...[...TEXT_BOUNCES, ...GATEWAY_BOUNCES, ...RARE_BOUNCES].map(
    (sample) => ['a bounce in words', sample] as const,
  ),
  ...STATUS_REPORTS.map((sample) => ['a notification with', sample] as const),
  ...COMPLAINTS.map((sample) => ['a complaint with', sample] as const),
  ...[...NOT_REPORTS, ...NEAR_BOUNCES].map((sample) => ['no report:', sample] as const),
];

describe('an email about a digest', () => {
  it.each(SAMPLES.map(([kind, sample]) => [`${kind} ${sample.name}`, sample.class, sample] as const))(
    '%s is %s',
    async (_, className, sample) => {
      const ends = className === 'hard' || className === 'complaint';
      expect(await outcomeOf((id) => emailFrom(sample, id, ADA))).toEqual({
        arrival: ARRIVALS[className] ?? null,
        state: ends ? 'suppressed' : 'active',
      });
    },
  );

  it.each([
    "d'arcy@example.com",
    'q&a=1!#$%*+-/?^_`{|}~@example.com',
    '!#$%*+-/?^_`{|}~@example.com',
    'ada@xn--bcher-kva.xn--p1ai',
  ])(
    'is understood for the address %s as for any other',
    async (address) => {
      for (const [kind, sample] of SAMPLES) {
        const ends = sample.class === 'hard' || sample.class === 'complaint';
        const outcome = await outcomeOf((id) => emailFrom(sample, id, address), address);
        expect([kind, sample.name, outcome.state]).toEqual([
          kind,
          sample.name,
          ends ? 'suppressed' : 'active',
        ]);
        await emptyTables(ctx.db);
      }
    },
    60_000,
  );

  it('that names another address ends no subscription unless it is a complaint', async () => {
    const standard = STATUS_REPORTS[0];
    const complaint = COMPLAINTS[0];
    if (!standard || !complaint) throw new Error('The fixtures are empty.');
    expect(await outcomeOf((id) => emailFrom(standard, id, 'bob@example.com'))).toMatchObject({
      state: 'active',
      arrival: null,
    });
    await emptyTables(ctx.db);
    expect(await outcomeOf((id) => emailFrom(complaint, id, 'bob@example.com'))).toMatchObject({
      state: 'suppressed',
    });
  });

  it('that quotes an unknown id changes nothing', async () => {
    for (const [, sample] of SAMPLES) {
      const unknown = `<digest.${randomUUID()}@paperboy.example.org>`;
      expect(await outcomeOf(() => emailFrom(sample, unknown, ADA))).toEqual({
        arrival: null,
        state: 'active',
      });
      await emptyTables(ctx.db);
    }
  });
});

describe('an email that is no report', () => {
  it.each([...NOT_REPORTS, ...NEAR_BOUNCES].map((sample) => [sample.name, sample] as const))(
    'is recognized as none: %s',
    async (_, sample) => {
      const raw = emailFrom(sample, '<1234@other.example.org>', ADA);
      const parsed = await parseInboundEmail({ raw, sender: null });
      expect(parsed?.report).toBeNull();
      expect(parsed?.notUnderstood).toBe(sample.class === 'not-understood');
    },
  );
});

describe('a report about the email of another program', () => {
  it.each(
    [...TEXT_BOUNCES, ...GATEWAY_BOUNCES, ...RARE_BOUNCES, ...STATUS_REPORTS, ...COMPLAINTS].map(
      (sample) => [sample.name, sample] as const,
    ),
  )('is recognized without an id of ours: %s', async (_, sample) => {
    const raw = emailFrom(sample, '<1234@other.example.org>', ADA);
    expect((await parseInboundEmail({ raw, sender: null }))?.report).not.toBeNull();
  });
});

const CASES = join(dataPath('..'), 'cases', 'sending');
const OUTCOMES: Record<string, string> = {
  'arf-recipient-hashed.eml': 'complained',
  'arf-recipient-redacted.eml': 'complained',
  'bounce-plain-exim-style.eml': 'hard-bounced',
  'bounce-plain-qmail-style.eml': 'hard-bounced',
  'complaint-mixed-with-original-recipient.eml': 'complained',
  'dsn-510-sender-rejected.eml': 'refused',
  'dsn-511-ip-blacklisted.eml': 'refused',
  'dsn-511-rate.eml': 'refused',
  'dsn-550-mailbox-unavailable.eml': 'soft-bounced',
  'dsn-multipart-mixed.eml': 'hard-bounced',
  'dsn-no-report-type.eml': 'hard-bounced',
  'dsn-only-in-reply-to.eml': 'hard-bounced',
  'dsn-x-original-message-id.eml': 'hard-bounced',
};

describe.skipIf(!existsSync(CASES))(
  `recorded emails${existsSync(CASES) ? '' : ' (skipped: none here)'}`,
  () => {
    it('are all named here', () => {
      expect(readdirSync(CASES).filter((name) => name.endsWith('.eml'))).toEqual(
        Object.keys(OUTCOMES).sort(),
      );
    });

    it.each(Object.entries(OUTCOMES))('%s is %s', async (name, arrival) => {
      const text = readFileSync(join(CASES, name), 'utf8').replaceAll('{TO}', ADA).replaceAll('\n', '\r\n');
      const ends = arrival === 'complained' || arrival === 'hard-bounced';
      expect(await outcomeOf((id) => Buffer.from(text.replaceAll('{ID}', id)))).toEqual({
        arrival,
        state: ends ? 'suppressed' : 'active',
      });
    });
  },
);

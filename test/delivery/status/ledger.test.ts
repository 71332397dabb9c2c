import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resendDigest } from '../../../src/delivery/operations/resend-digest.ts';
import { retryFailed } from '../../../src/delivery/operations/retry-failed.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import {
  LEDGER_COLUMNS,
  ledgerCsvHeader,
  readLedger,
  toLedgerCsv,
} from '../../../src/delivery/status/ledger.ts';
import type { LedgerLine } from '../../../src/delivery/status/ledger-queries.ts';
import { eraseByAddress } from '../../../src/subscribers/erase.ts';
import { dueEdition, EDITION, SEND_HOUR } from '../../support/due-edition.ts';
import type { TestInstallation } from '../../support/installation.ts';
import { type ScriptedMailer, scriptedMailer } from '../../support/scripted-mailer.ts';

const PEOPLE = ['ada', 'bob', 'cyd', 'dan'].map((name) => `${name}@example.com`);

async function collect(lines: AsyncIterable<LedgerLine>): Promise<LedgerLine[]> {
  const all: LedgerLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

describe('the ledger', () => {
  let ctx: TestInstallation;
  let mailer: ScriptedMailer;
  beforeAll(async () => {
    mailer = scriptedMailer({ batchSize: 4 });
    ctx = await dueEdition(PEOPLE, { mailer });
    mailer.next('accept', 'refuse-mail', 'lost-taken', 'defer');
    await deliver(ctx, {});
  });
  afterAll(() => ctx.close());

  const whole = () => collect(readLedger(ctx, { edition: EDITION }));

  it('has one line a person, with what became of it', async () => {
    const lines = await whole();
    expect(lines.map((line) => line.address).sort()).toEqual(PEOPLE);
    expect(lines.map((line) => line.state)).toEqual(['failed', 'uncertain', 'planned', 'accepted']);
    const some = await collect(readLedger(ctx, { edition: EDITION, states: ['accepted', 'uncertain'] }));
    expect(some).toEqual([lines[1], lines[3]]);
    expect(lines.map((line) => line.messageId)).toContain(mailer.taken[0]?.headers['Message-ID']);
    const line = lines.find((each) => each.state === 'accepted');
    expect(line).toMatchObject({
      edition: EDITION,
      reason: null,
      attempts: 1,
      provider: 'scripted',
      providerId: expect.stringMatching(/^taken-/),
      papers: 4,
      sendAt: new Date(SEND_HOUR),
      triedAt: new Date(SEND_HOUR),
      settledAt: new Date(SEND_HOUR),
    });
    expect(lines.find((each) => each.state === 'failed')?.reason).toBe('554: content refused');
  });

  it('counts every try, also those before an operator asked again', async () => {
    await retryFailed(ctx, { edition: EDITION, operator: 'nina' });
    await deliver(ctx, {});
    const tries = (await whole()).map(({ state, attempts }) => `${state} ${attempts}`).sort();
    expect(tries).toEqual(['accepted 1', 'accepted 2', 'planned 1', 'uncertain 1']);
  });

  it('keeps when a provider first took a mail that went once more', async () => {
    const [first] = (await whole()).filter(({ state, attempts }) => state === 'accepted' && attempts === 1);
    const { address } = first ?? {};
    expect(first).toMatchObject({ settledAt: new Date(SEND_HOUR), firstAcceptedAt: new Date(SEND_HOUR) });
    ctx.clock.advance(60_000);
    const again = { edition: EDITION, operator: 'nina', subscriber: address ?? '', confirm: address ?? '' };
    await resendDigest(ctx, again);
    await deliver(ctx, {});
    const second = (await whole()).find((line) => line.address === address);
    expect(second).toMatchObject({ state: 'accepted', firstAcceptedAt: new Date(SEND_HOUR) });
    expect(second?.settledAt?.getTime()).toBe(ctx.clock.now().getTime());
  });

  it('of one person has all of their editions, the newest first', async () => {
    const [ada = ''] = PEOPLE;
    await sql`insert into editions (id, cadence, day, state, opened_at) values
      ('daily-2026-11-24', 'daily', '2026-11-24', 'open', now()), ('daily-2026-11-20', 'daily', '2026-11-20', 'open', now())`.execute(
      ctx.db,
    );
    await sql`insert into deliveries (id, edition_id, subscriber_id, state, reason, send_at, due_at, local_day, created_at)
      select gen_random_uuid(), day.id, subscribers.id, 'excluded', 'nothing-new', now(), now(), day.day, now()
      from subscribers, editions as day where address = ${ada} and day.id in ('daily-2026-11-24', 'daily-2026-11-20')`.execute(
      ctx.db,
    );
    const lines = await collect(readLedger(ctx, { subscriber: ada }));
    expect(lines.map((line) => line.edition)).toEqual(['daily-2026-11-24', EDITION, 'daily-2026-11-20']);
    const { subscriber = '' } = lines[0] ?? {};
    expect(await collect(readLedger(ctx, { subscriber }))).toEqual(lines);
    const one = await collect(readLedger(ctx, { subscriber, edition: EDITION }));
    expect(one.map((line) => line.edition)).toEqual([EDITION]);
    await expect(collect(readLedger(ctx, { subscriber: 'nobody@example.com' }))).rejects.toMatchObject({
      code: 'SUBSCRIBER_UNKNOWN',
    });
  });

  it('keeps the line of somebody who was erased, without their address', async () => {
    const [, bob = ''] = PEOPLE;
    await eraseByAddress(ctx, { address: bob });
    const lines = await whole();
    expect(lines.length).toBe(4);
    expect(lines.filter((line) => line.address === null).length).toBe(1);
    expect(JSON.stringify(lines)).not.toContain(bob);
  });

  it('is CSV in which nothing that was said from outside becomes a formula', async () => {
    const line: LedgerLine = {
      edition: EDITION,
      subscriber: 'b6f1c5a2-0000-4000-8000-000000000001',
      address: '=cmd|x@example.com',
      state: 'failed',
      reason: '=HYPERLINK("http://evil.example.org"), "quoted"\nand a line',
      attempts: 2,
      provider: 'smtp',
      providerId: null,
      papers: 0,
      sendAt: new Date(SEND_HOUR),
      triedAt: null,
      settledAt: null,
      arrival: null,
      arrivalAt: null,
      messageId: '<digest.1@example.org>',
      firstAcceptedAt: null,
    };
    const text = ledgerCsvHeader() + toLedgerCsv(line) + toLedgerCsv({ ...line, address: null });
    const [first, second] = parse(text, { columns: true }) as Record<string, string>[];
    expect(Object.keys(first ?? {})).toEqual([...LEDGER_COLUMNS]);
    expect(first).toMatchObject({
      address: "'=cmd|x@example.com",
      reason: `'${line.reason}`,
      attempts: '2',
      providerId: '',
      sendAt: SEND_HOUR,
      settledAt: '',
    });
    expect(second?.address).toBe('(erased)');
  });

  it('of thousands is read in pages, each person once', async () => {
    await sql`insert into subscribers (id, address, address_hash, state, leave_key, consent_at, created_at, state_changed_at)
      select gen_random_uuid(), 'x' || i, 'x' || i, 'active', 'x' || i, now(), now(), now() from generate_series(1, 2500) as i`.execute(
      ctx.db,
    );
    await sql`insert into deliveries (id, edition_id, subscriber_id, state, send_at, due_at, local_day, created_at)
      select gen_random_uuid(), ${EDITION}, id, 'planned', now(), now(), '2026-11-23', now()
      from subscribers where address like 'x%'`.execute(ctx.db);
    const lines = await whole();
    const planned = lines.filter((line) => line.state === 'planned').map((line) => line.address);
    // Whoever was erased has no address, and comes last.
    const known = planned.flatMap((address) => address ?? []).sort();
    expect(planned).toEqual([...known, ...planned.filter((address) => address === null)]);
    const people = lines.map((line) => line.subscriber);
    expect(people.length).toBe(2_504);
    expect(new Set(people).size).toBe(2_504);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import type { Mailer, OutgoingEmail, SendResult } from '../../../src/ports.ts';
import { dailyBooks, dueEdition, statesOf } from '../../support/due-edition.ts';
import type { TestInstallation } from '../../support/installation.ts';
import { accept, type ScriptedProvider, scriptedProvider } from '../../support/scripted-provider.ts';
import { startSmtpSink } from '../../support/smtp-sink.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const addresses = (count: number) =>
  Array.from({ length: count }, (_, number) => `reader${number}@example.com`);

/** A provider with connections: batches of five, two at a time. */
const connected = (name: string, weight = 1): ScriptedProvider =>
  scriptedProvider(name, { weight, batchSize: 10, limits: { connections: { total: 5, perRun: 2 } } });

async function edition(providers: ScriptedProvider[], count: number): Promise<TestInstallation> {
  const ctx = await dueEdition(addresses(count), { providers });
  closing.push(() => ctx.close());
  return ctx;
}

/** Calls `before` in each call of the provider, before the emails are accepted. */
function onEachCall(
  provider: ScriptedProvider,
  before: (emails: readonly OutgoingEmail[], call: number) => Promise<SendResult[] | undefined>,
): ScriptedProvider {
  const { send } = provider.mailer;
  let calls = 0;
  const watched: Mailer['send'] = async (emails, options) => {
    calls += 1;
    return (await before(emails, calls)) ?? send(emails, options);
  };
  return { ...provider, mailer: { ...provider.mailer, send: watched } };
}

const startedEmails = async (ctx: TestInstallation) =>
  (
    await ctx.db
      .selectFrom('attempt_deliveries')
      .innerJoin('delivery_attempts', 'delivery_attempts.id', 'attempt_id')
      .select('delivery_id')
      .where('state', '=', 'started')
      .execute()
  ).length;

const heldConnections = (ctx: TestInstallation) =>
  ctx.db.selectFrom('provider_connections').select(['provider', 'connections']).execute();

describe('batches over the connections of a run', () => {
  it('start at most ten emails at a time, of up to a hundred that are claimed', async () => {
    const started: number[] = [];
    const only = onEachCall(connected('only'), async () => {
      started.push(await startedEmails(ctx));
      return undefined;
    });
    const ctx = await edition([only], 120);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 120, batches: 24 });
    expect(Math.max(...started)).toBe(10);
    expect(new Set(only.reached()).size).toBe(120);
    expect(only.calls.every(({ to }) => to.length === 5)).toBe(true);
    expect(await dailyBooks(ctx)).toMatchObject({ accepted: 120, state: 'finished' });
  });

  it('share connections that stay open from the first to the last', async () => {
    const sink = await startSmtpSink();
    closing.push(() => sink.close());
    const ctx = await dueEdition(addresses(45), { env: { MAILER: 'smtp', SMTP_URL: sink.url } });
    closing.push(() => ctx.close());
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 45 });
    expect([sink.connections(), sink.mostAtOnce()]).toEqual([2, 2]);
    await sink.whenIdle();
    expect(await heldConnections(ctx)).toEqual([]);
  });

  it('reserve their connections, even while none of them is in progress', async () => {
    const held: unknown[] = [];
    const only = onEachCall(connected('only'), async () => {
      held.push(await heldConnections(ctx));
      return undefined;
    });
    const ctx = await edition([only], 12);
    await deliver(ctx, {});
    expect(held).toEqual(held.map(() => [{ provider: 'only', connections: 2 }]));
    expect(await heldConnections(ctx)).toEqual([]);
  });

  it('are not started any more once the circuit breaker has opened', async () => {
    const refused: SendResult = { outcome: 'halted', code: '535', reason: 'the password is wrong' };
    const only = connected('only');
    only.answer(refused);
    const ctx = await edition([only], 40);
    await deliver(ctx, {});
    expect(only.calls.length).toBeLessThanOrEqual(2);
    expect(await dailyBooks(ctx)).toMatchObject({ planned: 40, accepted: 0, uncertain: 0 });
    const attempts = await ctx.db.selectFrom('deliveries').select('attempts').execute();
    expect(attempts.every((row) => row.attempts === 0)).toBe(true);
  });

  it('leave the rest of their claim to another provider when the circuit breaker opens', async () => {
    const first = connected('first');
    const second = connected('second', 0);
    const failing = onEachCall(first, async (emails, call) =>
      call < 3 ? undefined : emails.map(() => ({ outcome: 'halted', code: '535', reason: 'wrong' }) as const),
    );
    const ctx = await edition([failing, second], 40);
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 40 });
    const reached = [...first.reached(), ...second.reached()];
    expect(first.reached()).toHaveLength(10);
    expect(new Set(reached).size).toBe(40);
    expect(reached).toHaveLength(40);
  });

  it('are released when the run is stopped, except those in progress', async () => {
    const stop = new AbortController();
    const only = onEachCall(connected('only'), async () => {
      stop.abort(new Error('shutting down'));
      return undefined;
    });
    const ctx = await edition([only], 40);
    await expect(deliver(ctx, { signal: stop.signal })).rejects.toThrow('shutting down');
    const sent = only.reached().length;
    expect(sent).toBeLessThanOrEqual(10);
    expect(await dailyBooks(ctx)).toMatchObject({ accepted: sent, planned: 40 - sent, uncertain: 0 });
    expect(await deliver(ctx, {})).toMatchObject({ accepted: 40 - sent });
  });

  it('end the run with the error of one of them, after the others are settled and released', async () => {
    const only = onEachCall(connected('only'), async (_, call) => {
      if (call === 2) throw new Error('the disk is full');
      return undefined;
    });
    const ctx = await edition([only], 40);
    await expect(deliver(ctx, {})).rejects.toThrow('the disk is full');
    const states = Object.values(await statesOf(ctx));
    expect(states.filter((state) => state === 'sending')).toHaveLength(5);
    expect(states.filter((state) => state === 'accepted')).toHaveLength(only.reached().length);
    expect(await heldConnections(ctx)).toEqual([]);
  });
});

it('sends batches of a provider without connections one after another', async () => {
  let inProgress = 0;
  const only = scriptedProvider('only', { batchSize: 3 });
  const watched = onEachCall(only, async (emails) => {
    inProgress += 1;
    expect(inProgress).toBe(1);
    expect(await startedEmails(ctx)).toBe(3);
    inProgress -= 1;
    return emails.map(accept);
  });
  const ctx = await dueEdition(addresses(9), { providers: [watched] });
  closing.push(() => ctx.close());
  expect(await deliver(ctx, {})).toMatchObject({ accepted: 9, batches: 3 });
});

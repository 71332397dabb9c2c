import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../config/topics/built-in.ts';
import type { Database } from '../../src/db/schema.ts';
import { cancelEdition } from '../../src/delivery/operations/cancel-edition.ts';
import { acceptReported } from '../../src/delivery/operations/operation-queries.ts';
import { pauseEdition } from '../../src/delivery/operations/pause-edition.ts';
import { resendDigest } from '../../src/delivery/operations/resend-digest.ts';
import { resumeEdition } from '../../src/delivery/operations/resume-edition.ts';
import { retryFailed } from '../../src/delivery/operations/retry-failed.ts';
import { settleUncertain } from '../../src/delivery/operations/settle-uncertain.ts';
import { type ClaimedAttempt, claimBatches } from '../../src/delivery/pipeline/claim.ts';
import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { withDeliveryRun } from '../../src/delivery/pipeline/delivery-run.ts';
import { sendAttempt } from '../../src/delivery/pipeline/send.ts';
import { sweep } from '../../src/delivery/pipeline/sweep.ts';
import { planEditions } from '../../src/delivery/plan/plan-editions.ts';
import { closeCircuits } from '../../src/delivery/providers/circuit-breaker-queries.ts';
import { checkTotals } from '../../src/delivery/status/check-totals.ts';
import { createPoolCache } from '../../src/editions/pool-cache.ts';
import { PaperboyError } from '../../src/errors.ts';
import type { OutgoingEmail } from '../../src/ports.ts';
import { eraseByAddress } from '../../src/subscribers/erase.ts';
import { undoUnsubscribe, unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { insertSuppression } from '../../src/suppression/suppression-queries.ts';
import { soleProvider, type TestInstallation } from './installation.ts';
import { putSubscriber } from './list.ts';
import { type Answer, type ScriptedMailer, scriptedMailer } from './scripted-mailer.ts';

/**
 * One step of a random sequence; `during` happens while a provider is being called. Claimed deliveries are
 * held by a worker until `send held`, so that anything may happen in between.
 */
export type Step =
  | { do: 'plan'; day: string }
  | { do: 'pause' | 'resume' | 'cancel'; day: string }
  | { do: 'claim' | 'sweep' }
  | { do: 'send held'; answers: Answer[]; during: Step | null }
  | { do: 'deliver'; answers: Answer[]; during: Step | null }
  | { do: 'wait'; minutes: number }
  | { do: 'retry'; day: string; person: number | null }
  | { do: 'settle'; day: string; person: number | null; outcome: 'arrived' | 'send-again' }
  | { do: 'resend'; day: string; person: number }
  | { do: 'webhook'; day: string; person: number }
  | { do: 'unsubscribe' | 'undo' | 'suppress' | 'erase'; person: number };

interface Row {
  id: string;
  state: string;
  edition: string;
  address: string;
  editionState: string;
  subscriberState: string;
  suppressed: boolean;
  unknown: boolean;
}

/** Deletes all data about subscribers; papers and their ranking stay. */
export async function emptyPeople(db: Kysely<Database>): Promise<void> {
  await sql`truncate
    subscribers, editions, suppressions, operator_audit, alerts, provider_states cascade`.execute(db);
}

const PEOPLE = ['ada', 'bob', 'cyd'].map((name) => `${name}@example.com`);
/** Expected refusals of operations that make no sense at that moment. */
const REFUSALS = [
  'EDITION_UNKNOWN',
  'EDITION_STATE',
  'NOTHING_TO_DO',
  'SUBSCRIBER_INELIGIBLE',
  'SUBSCRIBER_UNKNOWN',
];

/**
 * Two editions for three subscribers and one provider: takes steps, and checks the invariants against the
 * provider's own record.
 */
export class Play {
  private readonly leaveKeys: string[] = [];
  /** Number of times an operator requested a delivery to be sent although it may have been, or was. */
  private readonly granted = new Map<string, number>();
  private readonly saidArrived = new Set<string>();
  private readonly violations: string[] = [];
  /** Attempts that were not sent yet; workers that never continue have died. */
  private readonly held: ClaimedAttempt[] = [];

  private constructor(
    private readonly ctx: TestInstallation,
    private readonly mailer: ScriptedMailer,
  ) {}

  static async begin(installation: TestInstallation, day: string, replayWindowMs: number): Promise<Play> {
    const mailer = scriptedMailer({ batchSize: 2, replayWindowMs });
    // Without idempotency keys as over SMTP: batches of one email, two at a time, and claims ahead of them.
    const connections = replayWindowMs > 0 ? null : { total: 5, perRun: 2 };
    const provider = soleProvider(mailer);
    const limits = { ...provider.limits, connections };
    const ctx = { ...installation, providers: [{ ...provider, limits }] };
    ctx.clock.set(`${day}T03:40:00Z`);
    const play = new Play(ctx, mailer);
    ctx.log = new Proxy(ctx.log, {
      get: (log, key) =>
        key === 'error' ? (fields: { reason?: string }) => play.hear(fields.reason) : Reflect.get(log, key),
    });
    for (const address of PEOPLE)
      play.leaveKeys.push((await putSubscriber(ctx, address, { size: 3 })).unsubscribeKey);
    await planEditions(ctx, { day });
    ctx.clock.set(`${day}T07:00:00Z`);
    play.watch(null);
    return play;
  }

  /** The sweep swallows the error of one attempt, but a rejected state move must fail the test. */
  private hear(reason: string | undefined): void {
    if (reason && /must not go from|same key/.test(reason)) this.violations.push(reason);
  }

  /** At each provider call: every recipient may be emailed at this moment. */
  private watch(during: Step | null): void {
    this.mailer.onCall(async (mails) => {
      this.watch(null);
      const rows = await this.rows();
      for (const mail of mails) this.mayGo(mail, rows);
      // A batch that overlaps this one may have been started before `during`, and be called after it.
      if (during && this.ctx.providers[0]?.limits.connections) this.mailer.onCall(async () => {});
      if (during) await this.take(during);
      if (during) await this.check();
    });
  }

  private mayGo(mail: OutgoingEmail, rows: readonly Row[]): void {
    const row = rows.find(({ id }) => id === mail.id);
    const may =
      row?.state === 'sending' &&
      row.editionState === 'open' &&
      row.subscriberState === 'active' &&
      !row.suppressed;
    if (!may) this.violations.push(`called for ${mail.id}: ${JSON.stringify(row)}`);
  }

  private async rows(): Promise<Row[]> {
    const { rows } = await sql<Row>`
      select deliveries.id, deliveries.state, edition_id as edition,
        subscribers.address, editions.state as "editionState",
        subscribers.state as "subscriberState", suppressions.address_hash is not null as suppressed,
        exists (
          select from attempt_deliveries
          where delivery_id = deliveries.id and outcome = 'uncertain') as unknown
      from deliveries
      join editions on editions.id = edition_id
      join subscribers on subscribers.id = subscriber_id
      left join suppressions on suppressions.address_hash = subscribers.address_hash`.execute(this.ctx.db);
    return rows;
  }

  /** Takes a step. Refusals and a worker's death are expected; any other error fails the test. */
  async take(step: Step): Promise<void> {
    const before = await this.rows();
    let done = true;
    try {
      await this.act(step);
    } catch (error) {
      done = false;
      const died = error instanceof Error && error.message === 'The worker dies here.';
      if (!died && !(error instanceof PaperboyError && REFUSALS.includes(error.code))) throw error;
    }
    if (!done || (step.do !== 'settle' && step.do !== 'resend')) return;
    for (const row of await this.rows()) {
      const was = before.find(({ id }) => id === row.id)?.state;
      if (step.do === 'resend' ? this.isOf(row, step) : this.isSentAgain(row, was)) {
        this.granted.set(row.id, (this.granted.get(row.id) ?? 0) + 1);
      }
      if (row.state === 'accepted' && was === 'uncertain') this.saidArrived.add(row.id);
    }
  }

  /** True for the delivery that a resend was granted for. Its state says less: an overlapping call may move it. */
  private isOf(row: Row, { day, person }: { day: string; person: number }): boolean {
    return row.edition === `daily-${day}` && row.address === addressOf(person);
  }

  /** An overlapping call may become uncertain after `was` was read. */
  private isSentAgain(row: Row, was: string | undefined): boolean {
    return row.state === 'planned' && (was === 'uncertain' || was === 'sending');
  }

  private async act(step: Step): Promise<unknown> {
    const { ctx } = this;
    switch (step.do) {
      case 'plan':
        return planEditions(ctx, { day: step.day });
      case 'claim': {
        const claim = await claimBatches(ctx, createPoolCache(BUILT_IN_TAXONOMY), {});
        this.held.push(...(claim?.attempts ?? []));
        return;
      }
      case 'send held': {
        const attempt = this.held.shift();
        if (!attempt) return;
        this.mailer.next(...step.answers);
        this.watch(step.during);
        return withDeliveryRun(ctx, undefined, (run) =>
          sendAttempt(ctx, createPoolCache(BUILT_IN_TAXONOMY), attempt, run),
        );
      }
      case 'deliver':
        this.mailer.next(...step.answers);
        this.watch(step.during);
        return deliver(ctx, {});
      case 'sweep':
        return sweep(ctx);
      case 'wait':
        return ctx.clock.advance(step.minutes * 60_000);
      case 'unsubscribe':
        return unsubscribe(ctx, this.leaveKeys[step.person] ?? '');
      case 'undo':
        return undoUnsubscribe(ctx, this.leaveKeys[step.person] ?? '');
      case 'suppress': {
        const suppression = { address: addressOf(step.person), reason: 'complaint', source: 'test' } as const;
        return insertSuppression(ctx.db, { ...suppression, now: ctx.clock.now() });
      }
      case 'erase':
        return eraseByAddress(ctx, { address: addressOf(step.person) });
      case 'webhook':
        return this.tellTheTruth(step);
      default:
        return this.operate(step);
    }
  }

  private async operate(
    step: Extract<Step, { do: 'pause' | 'resume' | 'cancel' | 'retry' | 'settle' | 'resend' }>,
  ): Promise<unknown> {
    const { ctx } = this;
    const act = { edition: `daily-${step.day}`, operator: 'nina' };
    switch (step.do) {
      case 'pause':
        return pauseEdition(ctx, act);
      case 'resume':
        return resumeEdition(ctx, act);
      case 'cancel':
        return cancelEdition(ctx, act);
      case 'retry':
        return retryFailed(ctx, { ...act, ...personOf(step) });
      case 'settle':
        return settleUncertain(ctx, { ...act, ...personOf(step), outcome: step.outcome });
      case 'resend': {
        const address = addressOf(step.person);
        return resendDigest(ctx, { ...act, subscriber: address, confirm: address });
      }
    }
  }

  /** A webhook reports on an email that the provider accepted. */
  private async tellTheTruth({ day, person }: { day: string; person: number }): Promise<void> {
    const row = await this.ctx.db
      .selectFrom('deliveries')
      .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
      .select('deliveries.id')
      .where('edition_id', '=', `daily-${day}`)
      .where('address', '=', addressOf(person))
      .executeTakeFirst();
    if (!row || this.takenOf(row.id) === 0) return;
    const reported = { deliveryId: row.id, providerId: null };
    await this.ctx.db.transaction().execute((trx) => acceptReported(trx, reported, this.ctx.clock.now()));
  }

  private takenOf(delivery: string): number {
    return this.mailer.taken.filter((mail) => mail.id === delivery).length;
  }

  /** Invariants after every step. */
  async check(): Promise<void> {
    expect(this.violations).toEqual([]);
    expect(await checkTotals(this.ctx)).toEqual([]);
    for (const row of await this.rows()) {
      const taken = this.takenOf(row.id);
      const told = JSON.stringify({ ...row, taken });
      expect(taken, `mailed more often than anybody said: ${told}`).toBeLessThanOrEqual(
        1 + (this.granted.get(row.id) ?? 0),
      );
      if (row.state === 'accepted' && !this.saidArrived.has(row.id)) {
        expect(taken, `accepted and never taken: ${told}`).toBeGreaterThan(0);
      }
      if ((row.state === 'excluded' || row.state === 'failed') && !row.unknown) {
        expect(taken, `taken and not accepted: ${told}`).toBe(0);
      }
    }
    expect(await this.miscounted(), 'attempts that count other mails than they may have given').toEqual([]);
    this.givenOnce();
  }

  /** The daily quota is counted from the attempts: each must know its emails. */
  private async miscounted(): Promise<unknown[]> {
    const { rows } = await sql`
      select id, maybe_taken, known.mails from delivery_attempts cross join lateral (
        select count(*) as mails from attempt_deliveries
        where attempt_id = id and outcome in ('accepted', 'uncertain')
      ) as known where maybe_taken <> known.mails`.execute(this.ctx.db);
    return rows;
  }

  /** No two digests of one subscriber share a paper (rule 1). */
  private givenOnce(): void {
    const first = new Map<string, string>();
    for (const mail of this.mailer.taken) {
      for (const [, paper] of mail.html.matchAll(/https:\/\/arxiv\.org\/abs\/([^"?#]+)"/g)) {
        const key = `${mail.to} ${paper}`;
        expect(first.get(key) ?? mail.id, `${key} was given twice`).toBe(mail.id);
        first.set(key, mail.id);
      }
    }
  }

  /**
   * Lets everything finish on a later day: then nothing is left to do, and uncertain deliveries wait for an
   * operator.
   */
  async end(lastDay: string): Promise<void> {
    const { ctx } = this;
    const calm = new Date(`${lastDay}T07:00:00Z`);
    if (ctx.clock.now() < calm) ctx.clock.set(calm);
    // So that whoever is left gets a digest more, from the same papers.
    await planEditions(ctx, { day: lastDay });
    this.mailer.next();
    for (let round = 0; round < 5; round += 1) {
      await sql`update editions set state = 'open' where state = 'paused'`.execute(ctx.db);
      await ctx.db.transaction().execute((trx) => closeCircuits(trx, ctx.clock.now()));
      ctx.clock.advance(20 * 60_000);
      await sweep(ctx);
      await deliver(ctx, {});
      await this.check();
    }
    const left = (await this.rows()).filter(({ state }) => state === 'planned' || state === 'sending');
    expect(left).toEqual([]);
  }
}

const addressOf = (person: number): string => PEOPLE[person] ?? '';
const personOf = ({ person }: { person: number | null }) =>
  person === null ? {} : { subscriber: addressOf(person) };

import { createHash, randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import mjml2html from 'mjml';
import { readEnv } from '../config/env.ts';
import { deliver } from '../src/delivery/pipeline/deliver.ts';
import { createLog } from '../src/log.ts';
import type { Clock, Mailer, OutgoingEmail, Provider } from '../src/ports.ts';
import { install, SYSTEM_CLOCK } from '../src/wiring.ts';
import { findGenerated, recordHundred, recordOne } from './deliver-queries.ts';

/** Work for a worker process of the benchmark `deliver`. */
export interface DeliverOrder {
  /**
   * `ours` sends what is due; `naive` compiles MJML and inserts a row for each recipient; `floor` encodes the
   * bytes of a digest for each and inserts a row per hundred.
   */
  design: 'ours' | 'naive' | 'floor';
  provider: 'null' | 'http';
  now: string;
  emails: number;
}

/** Result of an order. CPU time is the process's own. */
export interface DeliverResult {
  cpuMs: number;
  emails: number;
  /** Longest time in which the event loop was blocked. */
  longestBlockMs: number;
}

/**
 * Sends emails as one of several worker processes of the benchmark. Started by deliver.ts with the environment
 * as its argument; ends when that disconnects.
 */
let now = new Date(0);
const clock: Clock = { now: () => now, sleep: SYSTEM_CLOCK.sleep };
const env = readEnv(JSON.parse(process.argv[2] ?? '{}'));
const ctx = await install(env, { log: createLog('silent'), clock });
const lastHtml = { value: 'x'.repeat(60_000) };

const nullMailer: Mailer = {
  name: 'null',
  batchSize: 100,
  replayWindowMs: 0,
  check: async () => 'accepts everything',
  close: async () => {},
  payloadHash: (emails) => createHash('sha256').update(JSON.stringify(emails)).digest('hex'),
  async send(emails) {
    lastHtml.value = emails[0]?.html ?? lastHtml.value;
    return emails.map(() => ({ outcome: 'accepted', providerId: randomUUID() }));
  },
};
const nullProvider: Provider = {
  name: 'null',
  mailer: nullMailer,
  weight: 1,
  limits: { rate: null, connections: null, emailsPerDay: null, warmupFrom: null },
};

async function sendOurs(provider: DeliverOrder['provider']): Promise<number> {
  const providers = provider === 'null' ? [nullProvider] : ctx.providers;
  return (await deliver({ ...ctx, providers }, {}, ctx.pools)).accepted;
}

async function sendNaively({ provider, emails }: DeliverOrder): Promise<number> {
  for (let number = 0; number < emails; number += 1) {
    const recipient = await findGenerated(ctx.db, number + 1);
    if (!recipient) throw new Error('The subscriber does not exist.');
    const { html } = await mjml2html(mjmlFor(recipient.address));
    if (provider === 'http') await post([{ to: recipient.address, html }]);
    await recordOne(ctx.db, recipient.id, html.length);
  }
  return emails;
}

async function sendAtFloor({ provider, emails }: DeliverOrder): Promise<number> {
  for (let sent = 0; sent < emails; sent += 100) {
    const bodies = Array.from({ length: 100 }, (_, place) => `${lastHtml.value}${sent + place}`);
    const bytes = bodies.reduce((sum, body) => sum + Buffer.from(body, 'utf8').length, 0);
    if (provider === 'http') await post(bodies.map((html) => ({ to: 'reader@example.com', html })));
    await recordHundred(ctx.db, bytes);
  }
  return emails;
}

async function post(emails: readonly Pick<OutgoingEmail, 'to' | 'html'>[]): Promise<void> {
  const url = new URL('/emails/batch', env.RESEND_BASE_URL);
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(emails) });
  await response.arrayBuffer();
}

/** A digest of seven papers as a plain MJML document, without any of Paperboy's own layout. */
function mjmlFor(address: string): string {
  const paper = `<mj-section><mj-column><mj-text>A title of a paper of usual length, with a colon</mj-text>
    <mj-text>${'An abstract in a few sentences. '.repeat(12)}</mj-text>
    <mj-button href="https://paperboy.example.org/papers/2604.00001">Read</mj-button></mj-column></mj-section>`;
  return `<mjml><mj-body><mj-section><mj-column><mj-text>For ${address}</mj-text></mj-column></mj-section>
    ${paper.repeat(7)}</mj-body></mjml>`;
}

process.on('message', (order: DeliverOrder) => {
  void (async () => {
    now = new Date(order.now);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const began = process.cpuUsage();
    const emails =
      order.design === 'ours'
        ? await sendOurs(order.provider)
        : order.design === 'naive'
          ? await sendNaively(order)
          : await sendAtFloor(order);
    const { user, system } = process.cpuUsage(began);
    delay.disable();
    const result: DeliverResult = {
      cpuMs: (user + system) / 1_000,
      emails,
      longestBlockMs: delay.max / 1e6,
    };
    process.send?.(result);
  })();
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');

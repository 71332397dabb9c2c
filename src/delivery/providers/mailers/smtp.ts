import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  createTransport,
  type NodemailerError,
  type SMTPPoolSentMessageInfo,
  type Transporter,
} from 'nodemailer';
import { PaperboyError, reasonOf } from '../../../errors.ts';
import type { ConnectionScope, Mailer, OutgoingEmail, SendResult } from '../../../ports.ts';
import { createSemaphore, type Semaphore } from '../../../semaphore.ts';
import { messageIdOf, readMailboxes, requireSafeBatch } from './check-headers.ts';
import { type DkimOptions, dkimSigner } from './dkim.ts';
import { hashMessages, mimeMessage } from './mime.ts';
import { NOT_STARTED, toPrintable } from './result.ts';
import { classifyFailure } from './smtp-reply.ts';

export interface SmtpOptions {
  /** Name in attempts and alerts; default `smtp`. */
  name?: string;
  /** `smtp://user:password@host:587` or `smtps://…`; the query may hold nodemailer's options. */
  url: string;
  /** Connections of one run or call, and so the number of its emails in flight at once. */
  connections?: number;
  /** Maximum emails per call; at least two per connection. */
  window?: number;
  /** Our name in EHLO, unless the query of `url` sets `name`; default: the name of this machine. */
  clientName?: string;
  /** Signs every email; absent when the server does. */
  dkim?: DkimOptions;
  /** Time-out for connecting, from the DNS query to the end of STARTTLS. */
  connectMs?: number;
  /** Time-out without a byte from the server. */
  silenceMs?: number;
  /** Time-out of one email, for a server that responds just often enough to avoid `silenceMs`. */
  emailMs?: number;
}

/**
 * Mailer for any SMTP server, by nodemailer's pool. SMTP has no idempotency keys, so no replay is safe: a
 * connection lost after the content was sent and before the reply leaves the email uncertain, for the
 * operator to settle (rule 3). The idempotency key is therefore not used.
 *
 * A pool lives as long as the scope of its connections or, without one, as its call. Servers count idle
 * connections too, so a scope must be counted as long as it is open (connection-queries.ts).
 */
export function createSmtpMailer(options: SmtpOptions): Mailer {
  const connections = options.connections ?? 2;
  const batchSize = Math.max(options.window ?? 10, 2 * connections);
  const emailMs = options.emailMs ?? 180_000;
  const signer = options.dkim ? dkimSigner(options.dkim) : null;
  const open = new Set<ConnectionPool>();
  const kept = new WeakMap<ConnectionScope, ConnectionPool>();
  let closed = false;

  async function sendOne(
    pool: ConnectionPool,
    email: OutgoingEmail,
  ): Promise<{ result: SendResult; stop: boolean }> {
    const plain = mimeMessage(email);
    const raw = signer ? await signer.sign(plain) : plain;
    const { from, to } = readMailboxes(email);
    // With the size the server can refuse (SIZE, RFC 1870) before the content is sent.
    const envelope = { from: from.address, to: to.address, size: raw.length };
    const signal = AbortSignal.timeout(emailMs);
    for (let tries = 1; ; tries += 1) {
      try {
        const info = await pool.transporter.sendMail({ envelope: { ...envelope }, raw, signal });
        return { result: accepted(info, email), stop: false };
      } catch (thrown) {
        const { code, originalCode, command, responseCode, response } = thrown as NodemailerError;
        const contentBegan = pool.contents.get(raw)?.readableDidRead ?? false;
        if (tries < MAX_CONNECTION_TRIES && !contentBegan && !closed && wasDropped(thrown as NodemailerError))
          continue;
        const message = reasonOf(thrown);
        return classifyFailure({
          code,
          originalCode,
          command,
          responseCode,
          response,
          message,
          contentBegan,
        });
      }
    }
  }

  function newPool(): ConnectionPool {
    const pool = openPool(options, connections);
    open.add(pool);
    // If the mailer is closed already, nodemailer refuses each email before it connects.
    if (closed) pool.transporter.close();
    return pool;
  }

  function closePool(pool: ConnectionPool): void {
    pool.transporter.close();
    open.delete(pool);
  }

  async function inPool<Result>(action: (pool: ConnectionPool) => Promise<Result>): Promise<Result> {
    const pool = newPool();
    return action(pool).finally(() => closePool(pool));
  }

  function poolOf(scope: ConnectionScope): ConnectionPool {
    const known = kept.get(scope);
    if (known) return known;
    const pool = newPool();
    kept.set(scope, pool);
    scope.onClose(() => closePool(pool));
    return pool;
  }

  return {
    name: options.name ?? 'smtp',
    // Small, because a crash leaves every email of a call in progress uncertain.
    batchSize,
    replayWindowMs: 0,
    payloadHash(emails) {
      const hash = hashMessages(emails);
      return signer ? createHash('sha256').update(`${hash} ${signer.fingerprint}`).digest('hex') : hash;
    },
    async send(emails, { signal, connections: scope }) {
      requireSafeBatch(emails, batchSize);
      if (emails.length === 0) return [];
      const send = (pool: ConnectionPool) =>
        sendInTurn(emails, pool.semaphore, (email) => sendOne(pool, email), signal);
      return scope ? send(poolOf(scope)) : inPool(send);
    },
    async check() {
      await inPool(({ transporter }) => transporter.verify()).catch((thrown: unknown) => {
        throw new PaperboyError({
          code: 'MAILER_UNREACHABLE',
          message: `Cannot connect and sign in to the SMTP server: ${toPrintable(reasonOf(thrown))}`,
          remedy:
            'Check SMTP_URL or SMTP_BACKUP_URL: scheme (smtp:// or smtps://), host, port, user and password.',
          retry: 'later',
          cause: thrown,
        });
      });
      const signing = options.dkim
        ? `Paperboy signs emails for ${options.dkim.domain} (DKIM selector ${options.dkim.selector})`
        : 'Paperboy does not sign emails: set DKIM_DOMAIN, or let the server sign them';
      return `The SMTP server at ${new URL(options.url).host} responds and accepts the sign-in. ${signing}.`;
    },
    async close() {
      closed = true;
      for (const { transporter } of open) transporter.close();
    },
  };
}

/** Pool with the content stream of each email, which shows whether any of its content was sent. */
interface ConnectionPool {
  transporter: Transporter<SMTPPoolSentMessageInfo>;
  semaphore: Semaphore;
  contents: WeakMap<object, Readable>;
}

/**
 * Opens a pool that records every email's content stream. nodemailer starts to read it only after the
 * server's 354 to DATA, and none of its error fields distinguishes a connection lost before that from one
 * lost after.
 */
function openPool(options: SmtpOptions, maxConnections: number): ConnectionPool {
  const { hostname } = new URL(options.url);
  const connectMs = options.connectMs ?? 20_000;
  const contents = new WeakMap<object, Readable>();
  const transporter = createTransport({
    url: options.url,
    pool: true,
    maxConnections,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    dnsTimeout: connectMs,
    // RFC 5321 4.5.3.2.6 grants a server ten minutes after the final dot. Two minutes free a worker sooner,
    // and a later reply is rare enough for an operator to settle.
    socketTimeout: options.silenceMs ?? 120_000,
    ...(options.clientName === undefined ? {} : { name: options.clientName }),
    // Paperboy decides and records resends; the library must not. It would also repeat a 421 forever: the
    // envelope that it reuses still contains the error.
    maxRequeues: 0,
    maxMessages: EMAILS_PER_CONNECTION,
    // No authority issues certificates for the loopback address, and a self-signed one protects nothing
    // there.
    ...(['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? { tls: { rejectUnauthorized: false } } : {}),
  });
  transporter.use('stream', (email, done) => {
    const { raw } = email.data;
    // Without the content stream a lost email would count as never sent, so the email is not sent at all.
    if (!email.message || !Buffer.isBuffer(raw))
      return done(
        new Error('The content of this email could not be tracked while sending, so it was not sent.'),
      );
    email.message.processFunc((content) => {
      contents.set(raw, content);
      return content;
    });
    done();
  });
  return { transporter, semaphore: createSemaphore(maxConnections), contents };
}

/** Connections tried for one email, when the server has closed a kept one and no content was sent. */
const MAX_CONNECTION_TRIES = 3;

/**
 * True when the server closed a connection that had sent other emails, or before its greeting: nodemailer
 * reports that by a code without a command, and nothing of the email was sent.
 */
function wasDropped({ code, command, responseCode }: NodemailerError): boolean {
  return code === 'ECONNECTION' && command === undefined && responseCode === undefined;
}

/** Nodemailer's default. A server that allows fewer closes the connection; the next email uses another. */
const EMAILS_PER_CONNECTION = 100;

/** Sends the emails in turn. After a stop or an abort, emails not yet started get that result. */
async function sendInTurn(
  emails: readonly OutgoingEmail[],
  semaphore: Semaphore,
  sendOne: (email: OutgoingEmail) => Promise<{ result: SendResult; stop: boolean }>,
  signal: AbortSignal | undefined,
): Promise<SendResult[]> {
  let stopped: SendResult | null = null;
  const send = async (email: OutgoingEmail): Promise<SendResult> => {
    // An email in flight is never aborted: its reply is worth more than the seconds saved.
    const untried = stopped ?? (signal?.aborted ? NOT_STARTED : null);
    if (untried) return untried;
    const { result, stop } = await sendOne(email);
    if (stop) stopped ??= result;
    return result;
  };
  return Promise.all(emails.map((email) => semaphore.run(() => send(email))));
}

/** Builds the result with the server's own id, else the Message-ID, which every server's log contains. */
function accepted(info: SMTPPoolSentMessageInfo, email: OutgoingEmail): SendResult {
  return { outcome: 'accepted', providerId: toPrintable(info.serverMessageId ?? messageIdOf(email)) };
}

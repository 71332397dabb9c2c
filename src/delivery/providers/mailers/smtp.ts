import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  createTransport,
  type NodemailerError,
  type SMTPPoolSentMessageInfo,
  type Transporter,
} from 'nodemailer';
import { PaperboyError, reasonOf } from '../../../errors.ts';
import type { Mailer, OutgoingEmail, SendResult } from '../../../ports.ts';
import { messageIdOf, readMailboxes, requireSafeBatch } from './check-headers.ts';
import { type DkimOptions, dkimSigner } from './dkim.ts';
import { hashMessages, mimeMessage } from './mime.ts';
import { NOT_STARTED, toPrintable } from './result.ts';
import { classifyFailure } from './smtp-reply.ts';

export interface SmtpOptions {
  /** How it stands in attempts and alerts; `smtp` unless there are two of them. */
  name?: string;
  /** `smtp://user:password@host:587` or `smtps://…`; nodemailer's options may follow as a query. */
  url: string;
  /** Connections of one batch, and so emails in flight at once. */
  connections?: number;
  /** Emails of a batch that one connection carries. */
  mailsPerConnection?: number;
  /** Signs every email; absent where the server does. */
  dkim?: DkimOptions;
  /** To connect, from the DNS question to the end of STARTTLS. */
  connectMs?: number;
  /** Without a byte from the server. */
  silenceMs?: number;
  /** For one email from its turn to its result, for a server that answers just often enough not to be silent. */
  mailMs?: number;
}

/**
 * Any SMTP server, by nodemailer's pool. SMTP has no keys, so nothing is ever safe to send again by itself: a
 * connection that is lost after the content went out and before the reply leaves the email uncertain, for the
 * operator to settle (rule 3). The idempotency key is therefore not used.
 *
 * A pool lives as long as its batch. Servers count connections, idle ones too: kept open between batches, those of each process
 * would add up, and no count of batches on their way could keep within the host's limit. It costs a handshake for
 * every few emails, and no email ever meets a connection that the server has left meanwhile.
 */
export function createSmtpMailer(options: SmtpOptions): Mailer {
  const connections = options.connections ?? 2;
  const batchSize = connections * (options.mailsPerConnection ?? 5);
  const mailMs = options.mailMs ?? 180_000;
  const signer = options.dkim ? dkimSigner(options.dkim) : null;
  const open = new Set<ConnectionPool>();
  let closed = false;

  async function sendOne(
    pool: ConnectionPool,
    email: OutgoingEmail,
  ): Promise<{ result: SendResult; stop: boolean }> {
    const plain = mimeMessage(email);
    const raw = signer ? await signer.sign(plain) : plain;
    const { from, to } = readMailboxes(email);
    // With its size the server can say no (SIZE, RFC 1870) before the content is on its way.
    const envelope = { from: from.address, to: to.address, size: raw.length };
    try {
      const info = await pool.transporter.sendMail({ envelope, raw, signal: AbortSignal.timeout(mailMs) });
      return { result: accepted(info, email), stop: false };
    } catch (thrown) {
      const { code, originalCode, command, responseCode, response } = thrown as NodemailerError;
      const contentBegan = pool.contents.get(raw)?.readableDidRead ?? false;
      const message = reasonOf(thrown);
      return classifyFailure({ code, originalCode, command, responseCode, response, message, contentBegan });
    }
  }

  async function inPool<Result>(action: (pool: ConnectionPool) => Promise<Result>): Promise<Result> {
    const pool = openPool(options, connections);
    open.add(pool);
    // Closed meanwhile: nodemailer then refuses each email before it connects.
    if (closed) pool.transporter.close();
    try {
      return await action(pool);
    } finally {
      pool.transporter.close();
      open.delete(pool);
    }
  }

  return {
    name: options.name ?? 'smtp',
    // Small, because a crash leaves every email of the batch in hand uncertain.
    batchSize,
    replayWindowMs: 0,
    payloadHash(emails) {
      const hash = hashMessages(emails);
      return signer ? createHash('sha256').update(`${hash} ${signer.fingerprint}`).digest('hex') : hash;
    },
    async send(emails, { signal }) {
      requireSafeBatch(emails, batchSize);
      if (emails.length === 0) return [];
      return inPool((pool) => sendInTurn(emails, connections, (email) => sendOne(pool, email), signal));
    },
    async check() {
      await inPool(({ transporter }) => transporter.verify()).catch((thrown: unknown) => {
        throw new PaperboyError({
          code: 'MAILER_UNREACHABLE',
          message: `The SMTP server does not let us in: ${toPrintable(reasonOf(thrown))}`,
          remedy:
            'Check its address (SMTP_URL, SMTP_BACKUP_URL): host, port, user, password, and smtp:// or smtps://.',
          retry: 'later',
          cause: thrown,
        });
      });
      const signs = options.dkim
        ? `Mails are signed for ${options.dkim.domain} (DKIM selector ${options.dkim.selector})`
        : 'Mails are not signed by Paperboy: the server must do that, or DKIM_DOMAIN be set';
      return `The SMTP server at ${new URL(options.url).host} answers and lets us in. ${signs}.`;
    },
    async close() {
      closed = true;
      for (const { transporter } of open) transporter.close();
    },
  };
}

/** A pool, and the stream of each email's content, by which one knows whether any of it has gone out. */
interface ConnectionPool {
  transporter: Transporter<SMTPPoolSentMessageInfo>;
  contents: WeakMap<object, Readable>;
}

/**
 * The pool, with an ear in every email: nodemailer begins to read the content stream when the server has said 354 to DATA and
 * not before, and none of its error fields tells a connection lost before that from one lost after.
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
    // RFC 5321 4.5.3.2.6 grants a server ten minutes after the final dot; half of that frees a worker sooner, and
    // a reply that comes later than this is rare enough for an operator to settle.
    socketTimeout: options.silenceMs ?? 120_000,
    // Whether an email may go out once more is ours to decide and to record, never a library's.
    maxRequeues: 0,
    // Nobody issues a certificate for the loopback address, and a local relay's own one protects nothing there.
    ...(['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? { tls: { rejectUnauthorized: false } } : {}),
  });
  transporter.use('stream', (email, done) => {
    const { raw } = email.data;
    // Without the ear a lost email would pass for one that was never sent, so rather send none at all.
    if (!email.message || !Buffer.isBuffer(raw))
      return done(new Error('This mail cannot be watched on its way.'));
    email.message.processFunc((content) => {
      contents.set(raw, content);
      return content;
    });
    done();
  });
  return { transporter, contents };
}

/** Works through the emails with that many at once. What has not begun when it is told to stop is deferred. */
async function sendInTurn(
  emails: readonly OutgoingEmail[],
  atOnce: number,
  sendOne: (email: OutgoingEmail) => Promise<{ result: SendResult; stop: boolean }>,
  signal: AbortSignal | undefined,
): Promise<SendResult[]> {
  const results: SendResult[] = [];
  const queue = emails.entries();
  let stopped: SendResult | null = null;
  const work = async () => {
    for (const [place, email] of queue) {
      // An email on its way is never cut off: its answer is worth more than the seconds saved.
      const untried = stopped ?? (signal?.aborted ? NOT_STARTED : null);
      if (untried) {
        results[place] = untried;
        continue;
      }
      const { result, stop } = await sendOne(email);
      results[place] = result;
      if (stop) stopped ??= result;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, emails.length) }, work));
  return results;
}

/** The server's own id where it names one, else the Message-ID, by which every server's log can be searched. */
function accepted(info: SMTPPoolSentMessageInfo, email: OutgoingEmail): SendResult {
  return { outcome: 'accepted', providerId: toPrintable(info.serverMessageId ?? messageIdOf(email)) };
}

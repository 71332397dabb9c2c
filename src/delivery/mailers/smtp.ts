import type { Readable } from 'node:stream';
import { createTransport, type NodemailerError, type SMTPPoolSentMessageInfo } from 'nodemailer';
import { PaperboyError, reasonOf } from '../../errors.ts';
import type { Mailer, MailResult, OutgoingMail } from '../../ports.ts';
import { hashMessages, mimeMessage } from './mime.ts';
import { NOT_BEGUN, printable } from './result.ts';
import { mailboxes, messageIdOf, requireSafe } from './safe.ts';
import { judgeFailure } from './smtp-reply.ts';

export interface SmtpOptions {
  /** How it stands in attempts and alerts; `smtp` unless there are two of them. */
  name?: string;
  /** `smtp://user:password@host:587` or `smtps://…`; nodemailer's options may follow as a query. */
  url: string;
  /** Connections kept open, and so mails in flight at once. */
  maxConnections?: number;
  /** Mails a connection carries before it is replaced. */
  maxMessages?: number;
  /** To connect, from the DNS question to the end of STARTTLS. */
  connectMs?: number;
  /** Without a byte from the server. */
  silenceMs?: number;
  /** For one mail from its turn to its result, for a server that answers just often enough not to be silent. */
  mailMs?: number;
}

/**
 * Any SMTP server, by nodemailer's pool. SMTP has no keys, so nothing is ever safe to send again by itself: a
 * connection that is lost after the content went out and before the reply leaves the mail uncertain, for the
 * operator to settle (rule 3). The idempotency key is therefore not used.
 */
export function smtp(options: SmtpOptions): Mailer {
  const maxConnections = options.maxConnections ?? 5;
  const batchSize = maxConnections * 2;
  const contents = new WeakMap<object, Readable>();
  const transporter = openPool(options, maxConnections, contents);
  const mailMs = options.mailMs ?? 180_000;

  async function sendOne(mail: OutgoingMail): Promise<{ result: MailResult; stop: boolean }> {
    const raw = mimeMessage(mail);
    const { from, to } = mailboxes(mail);
    // With its size the server can say no (SIZE, RFC 1870) before the content is on its way.
    const envelope = { from: from.address, to: to.address, size: raw.length };
    try {
      const info = await transporter.sendMail({ envelope, raw, signal: AbortSignal.timeout(mailMs) });
      return { result: accepted(info, mail), stop: false };
    } catch (thrown) {
      const { code, originalCode, command, responseCode, response } = thrown as NodemailerError;
      const contentBegan = contents.get(raw)?.readableDidRead ?? false;
      const message = reasonOf(thrown);
      return judgeFailure({ code, originalCode, command, responseCode, response, message, contentBegan });
    }
  }

  return {
    name: options.name ?? 'smtp',
    // Small, because a crash leaves every mail of the batch in hand uncertain; double the connections keeps them busy.
    batchSize,
    replayWindowMs: 0,
    payloadHash: hashMessages,
    async send(mails, { signal }) {
      requireSafe(mails, batchSize);
      return sendInTurn(mails, maxConnections, sendOne, signal);
    },
    async check() {
      await transporter.verify().catch((thrown: unknown) => {
        throw new PaperboyError({
          code: 'MAILER_UNREACHABLE',
          message: `The SMTP server does not let us in: ${printable(reasonOf(thrown))}`,
          remedy:
            'Check its address (SMTP_URL, SMTP_BACKUP_URL): host, port, user, password, and smtp:// or smtps://.',
          retry: 'later',
          cause: thrown,
        });
      });
      return `The SMTP server at ${new URL(options.url).host} answers and lets us in.`;
    },
    async close() {
      transporter.close();
    },
  };
}

/**
 * The pool, with an ear in every mail: nodemailer begins to read the content stream when the server has said 354 to DATA and
 * not before, and none of its error fields tells a connection lost before that from one lost after.
 */
function openPool(options: SmtpOptions, maxConnections: number, contents: WeakMap<object, Readable>) {
  const { hostname } = new URL(options.url);
  const connectMs = options.connectMs ?? 20_000;
  const transporter = createTransport({
    url: options.url,
    pool: true,
    maxConnections,
    maxMessages: options.maxMessages ?? 100,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    dnsTimeout: connectMs,
    // RFC 5321 4.5.3.2.6 grants a server ten minutes after the final dot; half of that frees a worker sooner, and
    // a reply that comes later than this is rare enough for an operator to settle.
    socketTimeout: options.silenceMs ?? 120_000,
    // Whether a mail may go out once more is ours to decide and to record, never a library's.
    maxRequeues: 0,
    // Nobody issues a certificate for the loopback address, and a local relay's own one protects nothing there.
    ...(['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? { tls: { rejectUnauthorized: false } } : {}),
  });
  transporter.use('stream', (mail, done) => {
    const { raw } = mail.data;
    // Without the ear a lost mail would pass for one that was never sent, so rather send none at all.
    if (!mail.message || !Buffer.isBuffer(raw))
      return done(new Error('This mail cannot be watched on its way.'));
    mail.message.processFunc((content) => {
      contents.set(raw, content);
      return content;
    });
    done();
  });
  return transporter;
}

/** Works through the mails with that many at once. What has not begun when it is told to stop is deferred. */
async function sendInTurn(
  mails: readonly OutgoingMail[],
  atOnce: number,
  sendOne: (mail: OutgoingMail) => Promise<{ result: MailResult; stop: boolean }>,
  signal: AbortSignal | undefined,
): Promise<MailResult[]> {
  const results: MailResult[] = [];
  const queue = mails.entries();
  let stopped: MailResult | null = null;
  const work = async () => {
    for (const [place, mail] of queue) {
      // A mail on its way is never cut off: its answer is worth more than the seconds saved.
      const untried = stopped ?? (signal?.aborted ? NOT_BEGUN : null);
      if (untried) {
        results[place] = untried;
        continue;
      }
      const { result, stop } = await sendOne(mail);
      results[place] = result;
      if (stop) stopped ??= result;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, mails.length) }, work));
  return results;
}

/** The server's own id where it names one, else the Message-ID, by which every server's log can be searched. */
function accepted(info: SMTPPoolSentMessageInfo, mail: OutgoingMail): MailResult {
  return { outcome: 'accepted', providerId: printable(info.serverMessageId ?? messageIdOf(mail)) };
}

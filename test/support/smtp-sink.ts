import type { AddressInfo, Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

export interface SmtpSinkOptions {
  /** Credentials that are required if set. */
  login?: { user: string; password: string };
  /** Accepts a session without the login too, but refuses each of its recipients, as an Exim relay does. */
  loginOnlyToRelay?: boolean;
  /** Offers STARTTLS, with an untrusted certificate. */
  encrypted?: boolean;
  /** Largest message in bytes, announced by the SIZE extension. */
  size?: number;
  /** Emails per connection, after which it answers MAIL FROM with 421. */
  emailsPerConnection?: number;
}

export interface SinkMail {
  from: string;
  to: string[];
  /** The message as received, dots unstuffed. */
  raw: string;
  parsed: ParsedMail;
}

/** Phase of a reply or a lost connection; `data` is after the whole content has arrived. */
export type SmtpPhase = 'mail' | 'rcpt' | 'data';

/** A lost connection or a silence; `taken` and `silent` are only possible after the content. */
export type SmtpLoss = 'lost' | 'taken' | 'silent';

export interface SmtpSink {
  url: string;
  /** Every accepted email, in order. */
  mails: SinkMail[];
  acceptedFor(address: string): number;
  /** Number of connections so far. */
  connections(): number;
  /** Highest number of connections open at the same time. */
  mostAtOnce(): number;
  /** Resolves when no client is connected. */
  whenIdle(): Promise<void>;
  /** Sets the reply to that recipient (any with `*`) in this phase, e.g. `550 5.1.1 No such user`. */
  refuse(phase: SmtpPhase, recipient: string, reply: string): void;
  /**
   * Like `refuse`, but the connection breaks: before the email is accepted, after it, or it stays open
   * without a reply.
   */
  lose(phase: SmtpPhase, recipient: string, loss: SmtpLoss): void;
  /** Ends all refusals and losses. */
  recover(): void;
  /** Closes all connections, as servers do with idle clients. */
  hangUp(): void;
  close(): Promise<void>;
}

type Trouble = { reply: string } | { loss: SmtpLoss };

/** A real SMTP server on 127.0.0.1 that keeps what it receives, read by mailparser. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const mails: SinkMail[] = [];
  const sockets = new Map<number, Socket>();
  const troubles = new Map<string, Trouble>();
  const perConnection = new Map<number, number>();
  let connections = 0;
  let mostAtOnce = 0;
  const idle: (() => void)[] = [];

  const troubleOf = (phase: SmtpPhase, recipient: string) =>
    troubles.get(`${phase} ${recipient.toLowerCase()}`) ?? troubles.get(`${phase} *`);

  /** Replies to one command: as set by the test, or with success. */
  function meet(
    trouble: Trouble | undefined,
    session: SMTPServerSession,
    done: (error?: Error) => void,
  ): void {
    if (!trouble) done();
    else if ('reply' in trouble) done(replyError(trouble.reply));
    else if (trouble.loss !== 'silent') sockets.get(session.remotePort)?.destroy();
  }

  async function takeContent(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error?: Error) => void,
  ) {
    const raw = await readStream(stream);
    const to = session.envelope.rcptTo.map(({ address }) => address);
    const trouble = troubleOf('data', to[0] ?? '');
    const taken = !trouble || ('loss' in trouble && trouble.loss !== 'lost');
    const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
    if (taken) mails.push({ from, to, raw: raw.toString('utf8'), parsed: await parseMail(raw) });
    meet(trouble, session, done);
  }

  const server = new SMTPServer({
    // Replies are sent exactly as a test wrote them.
    hideENHANCEDSTATUSCODES: true,
    disableReverseLookup: true,
    logger: false,
    disabledCommands: [...(options.encrypted ? [] : ['STARTTLS']), ...(options.login ? [] : ['AUTH'])],
    authOptional: options.loginOnlyToRelay ?? false,
    ...(options.size ? { size: options.size, rejectOversized: true } : {}),
    onAuth(auth, _session, done) {
      const { user, password } = options.login ?? { user: '', password: '' };
      if (auth.username === user && auth.password === password) return done(null, { user });
      done(replyError('535 5.7.8 Authentication credentials invalid'));
    },
    onMailFrom(_address, session, done) {
      const before = perConnection.get(session.remotePort) ?? 0;
      perConnection.set(session.remotePort, before + 1);
      const exhausted = before >= (options.emailsPerConnection ?? Number.POSITIVE_INFINITY);
      meet(exhausted ? { reply: '421 4.7.0 Too many messages' } : troubleOf('mail', '*'), session, done);
    },
    onRcptTo({ address }, session, done) {
      const isStranger = options.loginOnlyToRelay && !session.user;
      meet(isStranger ? { reply: '550 relay not permitted' } : troubleOf('rcpt', address), session, done);
    },
    onData(stream, session, done) {
      // A client that is cut off during an email waits for no reply.
      takeContent(stream, session, done).catch(() => undefined);
    },
  });
  // Tests cut clients off on purpose; that is no error of the server.
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    connections += 1;
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    mostAtOnce = Math.max(mostAtOnce, sockets.size);
    socket.once('close', () => {
      sockets.delete(port);
      perConnection.delete(port);
      if (sockets.size === 0) for (const resolve of idle.splice(0)) resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const login = options.login ? `${options.login.user}:${options.login.password}@` : '';

  function hangUp(): void {
    for (const socket of sockets.values()) socket.destroy();
  }
  return {
    url: `smtp://${login}127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    acceptedFor: (address) => mails.filter(({ to }) => to.includes(address)).length,
    connections: () => connections,
    mostAtOnce: () => mostAtOnce,
    whenIdle: () => new Promise((resolve) => (sockets.size === 0 ? resolve() : void idle.push(resolve))),
    refuse: (phase, recipient, reply) => void troubles.set(`${phase} ${recipient.toLowerCase()}`, { reply }),
    lose: (phase, recipient, loss) => void troubles.set(`${phase} ${recipient.toLowerCase()}`, { loss }),
    recover: () => troubles.clear(),
    hangUp,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      hangUp();
      await closed;
    },
  };
}

/** Reads a message without anything that the parser would add to its parts. */
export function parseMail(raw: Buffer | string): Promise<ParsedMail> {
  return simpleParser(raw, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  });
}

function replyError(reply: string): Error {
  const [, code = '554', text = ''] = /^(\d{3}) (.*)$/.exec(reply) ?? [];
  return Object.assign(new Error(text), { responseCode: Number(code) });
}

async function readStream(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

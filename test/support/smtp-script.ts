import { type AddressInfo, createServer, type Socket } from 'node:net';

/**
 * Action of the scripted server at one moment: a reply (several lines with \r
 * between), `drop` the connection, say nothing (`silence`), begin a reply and drop (`cut:25`), or keep a
 * reply from ever ending (`trickle`).
 */
export type SmtpAct = string;

export interface SmtpScript {
  greeting?: SmtpAct;
  /** Extensions announced after EHLO, e.g. PIPELINING. */
  extensions?: readonly string[];
  ehlo?: SmtpAct;
  mail?: SmtpAct;
  rcpt?: SmtpAct;
  data?: SmtpAct;
  /** At the first byte of the content, where a well-behaved server never replies. */
  firstByte?: SmtpAct;
  /** After the final dot. */
  content?: SmtpAct;
}

/** An SMTP server without any library, for situations that a well-behaved one never causes. */
export async function startScriptedSmtp(script: SmtpScript) {
  const sockets = new Set<Socket>();
  const commands: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    const act = (what: SmtpAct) => perform(socket, what);
    const talk = conversation(script, act, (line) => commands.push(line));
    socket.setEncoding('latin1').on('data', (chunk: string) => talk(chunk));
    act(script.greeting ?? '220 script.example.org ESMTP');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Every command line so far. */
    commands,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Reads the client's bytes as they arrive and acts at each moment of the script. */
function conversation(script: SmtpScript, act: (what: SmtpAct) => void, heard: (line: string) => void) {
  let buffer = '';
  let content: string | null = null;

  function hearContent(): void {
    if (content === '' && buffer !== '' && script.firstByte) act(script.firstByte);
    content += buffer;
    buffer = '';
    const end = content?.indexOf('\r\n.\r\n') ?? -1;
    if (content === null || end < 0) return;
    buffer = content.slice(end + 5);
    content = null;
    act(script.content ?? '250 2.0.0 Ok: queued');
  }

  function hearCommand(line: string): void {
    heard(line);
    const verb = line.slice(0, 4).toUpperCase();
    const ehlo = [
      '250-script.example.org',
      ...(script.extensions ?? []).map((name) => `250-${name}`),
      '250 HELP',
    ];
    if (verb === 'EHLO') act(script.ehlo ?? ehlo.join('\r\n'));
    else if (verb === 'MAIL') act(script.mail ?? '250 2.1.0 Ok');
    else if (verb === 'RCPT') act(script.rcpt ?? '250 2.1.5 Ok');
    else if (verb === 'DATA') {
      const reply = script.data ?? '354 End data with <CR><LF>.<CR><LF>';
      act(reply);
      if (reply.startsWith('354')) content = '';
    } else act(verb === 'QUIT' ? '221 Bye' : '250 Ok');
  }

  return (chunk: string): void => {
    buffer += chunk;
    for (;;) {
      if (content !== null) hearContent();
      const end = content === null ? buffer.indexOf('\r\n') : -1;
      if (end < 0) return;
      const line = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      hearCommand(line);
    }
  };
}

function perform(socket: Socket, act: SmtpAct): void {
  if (act === 'silence' || socket.destroyed) return;
  if (act === 'drop') socket.destroy();
  else if (act.startsWith('cut:')) socket.end(act.slice(4));
  else if (act === 'trickle') {
    const timer = setInterval(() => socket.write('250-still busy\r\n'), 15);
    socket.once('close', () => clearInterval(timer));
  } else socket.write(`${act}\r\n`);
}

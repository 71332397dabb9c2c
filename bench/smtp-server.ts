import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Order from the benchmark to its server: sets the latency and clears the report. */
export interface ServerOrder {
  latencyMs: number;
}

/** Messages and faults since the last order. */
export interface ServerReport {
  port: number;
  messages: Buffer[];
  /** Violations of the protocol. */
  faults: string[];
}

/**
 * Strict SMTP server in a process of its own, so that its CPU time is not the sender's. It answers each
 * command `latencyMs` after it arrived, as a server at that round-trip time does, and takes commands in the
 * order of RFC 5321 only.
 */
const report: ServerReport = { port: 0, messages: [], faults: [] };
const open = new Set<Socket>();
let latencyMs = 0;

const server = createServer({ noDelay: true }, (socket) => {
  open.add(socket);
  socket.on('error', () => undefined).on('close', () => open.delete(socket));
  const answer = (line: string) => {
    const write = () => socket.writable && socket.write(`${line}\r\n`);
    if (latencyMs === 0) write();
    else setTimeout(write, latencyMs);
  };
  converse(socket, answer);
  answer('220 bench.example.org ESMTP');
});

/** Handles the commands of one connection. */
function converse(socket: Socket, answer: (line: string) => void): void {
  let pending: Buffer = Buffer.alloc(0);
  let state: 'greeted' | 'ready' | 'mail' | 'rcpt' | 'content' = 'greeted';

  const expect = (needed: readonly string[], next: typeof state, reply: string, line: string): void => {
    if (needed.includes(state)) {
      state = next;
      answer(reply);
      return;
    }
    report.faults.push(`${line.slice(0, 40)} in state ${state}`);
    answer('503 5.5.1 Bad sequence of commands');
  };

  const takeCommand = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO')
      expect(['greeted', 'ready'], 'ready', '250-bench.example.org\r\n250-SIZE\r\n250 8BITMIME', line);
    else if (verb === 'MAIL') expect(['ready'], 'mail', '250 2.1.0 Ok', line);
    else if (verb === 'RCPT') expect(['mail'], 'rcpt', '250 2.1.5 Ok', line);
    else if (verb === 'DATA') expect(['rcpt'], 'content', '354 End data with <CR><LF>.<CR><LF>', line);
    else if (verb === 'RSET') expect(['ready', 'mail', 'rcpt'], 'ready', '250 2.0.0 Ok', line);
    else if (verb === 'QUIT') answer('221 2.0.0 Bye');
    else expect([], state, '', line);
  };

  const takeContent = (content: Buffer): void => {
    const text = content.toString('latin1');
    if (/[^\r]\n|\r[^\n]/.test(text)) report.faults.push('a bare CR or LF');
    if (text.split('\r\n').some((line) => line.length > 998))
      report.faults.push('a line over 998 characters');
    report.messages.push(Buffer.from(text.replace(/^\./gm, ''), 'latin1'));
    state = 'ready';
    answer('250 2.0.0 Ok: queued');
  };

  socket.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const end = pending.indexOf(state === 'content' ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const piece = pending.subarray(0, end);
      pending = pending.subarray(end + (state === 'content' ? 5 : 2));
      if (state === 'content') takeContent(piece);
      else takeCommand(piece.toString('latin1'));
    }
  });
}

process.on('message', (order: ServerOrder | 'report') => {
  if (order === 'report') {
    process.send?.(report);
    return;
  }
  // Connections of the previous sender may still be closing.
  if (open.size > 0) {
    setTimeout(() => process.emit('message', order, undefined), 5);
    return;
  }
  latencyMs = order.latencyMs;
  Object.assign(report, { messages: [], faults: [] });
  process.send?.(report);
});
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  report.port = (server.address() as AddressInfo).port;
  process.send?.(report);
});

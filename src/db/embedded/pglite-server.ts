import { createServer, type Server, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { ClientMessages, splitMessages } from './wire-protocol.ts';

/**
 * Serves one PGlite to any number of ordinary PostgreSQL clients on a Unix socket.
 *
 * Rejected: @electric-sql/pglite-socket (tried with 0.2.17). It forwards each protocol message by itself, so
 * Parse, Bind and Execute of two clients interleave, and one client's Execute runs the other's portal: seen
 * as `portal "" does not exist` under load. Here a client's messages are executed together, up to their Sync,
 * and a client with an open transaction keeps the database until it ends.
 */
export interface PgliteServer {
  close(): Promise<void>;
}

interface Client {
  socket: Socket;
  messages: ClientMessages;
  listens: boolean;
}

/** Messages of a client up to the point where it waits for the response. */
interface Turn {
  client: Client;
  messages: Uint8Array[];
}

/** Listens at `path`; resolves when clients can connect. */
export async function servePglite(database: PGlite, path: string): Promise<PgliteServer> {
  const clients = new Set<Client>();
  const turns = new Turns(database, clients);
  const server = createServer((socket) => {
    const client: Client = { socket, messages: new ClientMessages(), listens: false };
    clients.add(client);
    socket.on('data', (data) => receive(client, data, turns));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clients.delete(client);
      turns.forget(client);
    });
  });
  await listen(server, path);
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await turns.end();
      for (const { socket } of clients) socket.destroy();
      await closed;
    },
  };
}

function receive(client: Client, data: Buffer, turns: Turns): void {
  for (const turn of client.messages.take(data)) {
    if (turn.kind === 'refuse-encryption') client.socket.write('N');
    else if (turn.kind === 'end') client.socket.end();
    else turns.add({ client, messages: turn.messages });
  }
}

/**
 * Queue of turns. PGlite is one session, so turns never overlap; a transaction is a sequence of turns of its
 * owner.
 */
class Turns {
  readonly #database: PGlite;
  readonly #clients: ReadonlySet<Client>;
  #waiting: Turn[] = [];
  #owner: Client | null = null;
  #busy = false;
  #ended = false;
  #idle: (() => void)[] = [];

  constructor(database: PGlite, clients: ReadonlySet<Client>) {
    this.#database = database;
    this.#clients = clients;
  }

  add(turn: Turn): void {
    if (this.#ended) return;
    this.#waiting.push(turn);
    void this.#run();
  }

  /** Drops the waiting turns of a disconnected client and rolls its open transaction back. */
  forget(client: Client): void {
    this.#waiting = this.#waiting.filter((turn) => turn.client !== client);
    if (this.#owner === client) void this.#run();
  }

  /**
   * Drops the waiting turns and takes no more, so that nothing runs on a database that is being closed.
   * Resolves when the running turn is over. An open transaction is rolled back by the database's own end.
   */
  async end(): Promise<void> {
    this.#ended = true;
    this.#waiting = [];
    if (this.#busy) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #run(): Promise<void> {
    if (this.#busy || this.#ended) return;
    this.#busy = true;
    while (!this.#ended) {
      if (this.#owner !== null && !this.#clients.has(this.#owner)) {
        await this.#database.exec('rollback').catch(() => {});
        this.#owner = null;
      }
      const turn = this.#next();
      if (!turn) break;
      await this.#take(turn);
    }
    this.#busy = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #next(): Turn | undefined {
    const index = this.#owner === null ? 0 : this.#waiting.findIndex((turn) => turn.client === this.#owner);
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  async #take({ client, messages }: Turn): Promise<void> {
    const answer: Uint8Array[] = [];
    try {
      await this.#database.runExclusive(async () => {
        for (const message of messages) {
          // Copied: the view is in PGlite's memory, which the next message overwrites.
          await this.#database.execProtocolRawStream(message, {
            onRawData: (data) => answer.push(data.slice()),
          });
        }
      });
    } catch {
      // A failure of PGlite itself; PostgreSQL errors are regular responses. The client sees its connection
      // break.
      client.socket.destroy();
    }
    this.#owner = this.#database.isInTransaction() ? client : null;
    this.#deliver(client, Buffer.concat(answer));
  }

  /** Sends notifications to every listening client, not only to the one with the query in progress. */
  #deliver(client: Client, answer: Buffer): void {
    const { own, notifications, listens } = splitMessages(answer);
    if (listens) client.listens = true;
    if (client.socket.writable) client.socket.write(own);
    if (notifications.length === 0) return;
    for (const each of this.#clients)
      if (each.listens && each.socket.writable) each.socket.write(notifications);
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

import { createServer, type Server, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { ClientMessages, splitMessages } from './wire-protocol.ts';

/**
 * Serves one PGlite to any number of ordinary PostgreSQL clients on a Unix socket.
 *
 * Why not @electric-sql/pglite-socket (tried with 0.2.17): it hands over every protocol message by itself, so the Parse,
 * Bind and Execute of two clients mix, and one client's Execute runs the other's portal: seen as `portal "" does
 * not exist` under load. Here a client's messages go in together, up to the Sync that ends them, and whoever has a
 * transaction open has the database until it ends.
 */
export interface PgliteServer {
  close(): Promise<void>;
}

interface Client {
  socket: Socket;
  messages: ClientMessages;
  listens: boolean;
}

/** What a client sends up to the point where it waits for the answer. */
interface Turn {
  client: Client;
  messages: Uint8Array[];
}

/** Listens at that path; resolves when clients can connect. */
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
      await turns.idle();
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

/** Whose turn it is. PGlite is one session, so turns never overlap, and a transaction is one long turn. */
class Turns {
  readonly #database: PGlite;
  readonly #clients: ReadonlySet<Client>;
  #waiting: Turn[] = [];
  #owner: Client | null = null;
  #busy = false;
  #idle: (() => void)[] = [];

  constructor(database: PGlite, clients: ReadonlySet<Client>) {
    this.#database = database;
    this.#clients = clients;
  }

  add(turn: Turn): void {
    this.#waiting.push(turn);
    void this.#run();
  }

  /** A client that went away: what it still wanted is dropped, and its open transaction is rolled back. */
  forget(client: Client): void {
    this.#waiting = this.#waiting.filter((turn) => turn.client !== client);
    if (this.#owner === client) void this.#run();
  }

  /** Resolves when nothing runs at this moment. */
  async idle(): Promise<void> {
    if (this.#busy) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #run(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (;;) {
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
          // The view lies in PGlite's memory, which the next message overwrites.
          await this.#database.execProtocolRawStream(message, {
            onRawData: (data) => answer.push(data.slice()),
          });
        }
      });
    } catch {
      // PostgreSQL's own errors are answers; this is PGlite itself. The client sees its connection break.
      client.socket.destroy();
    }
    this.#owner = this.#database.isInTransaction() ? client : null;
    this.#deliver(client, Buffer.concat(answer));
  }

  /** Notifications belong to everybody who listens, not to the client in whose turn they happened to come. */
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

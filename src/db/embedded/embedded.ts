import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { PaperboyError } from '../../errors.ts';
import { type DataDirectoryLock, lockDataDirectory } from './data-directory.ts';
import { servePglite } from './pglite-server.ts';

/** An embedded PostgreSQL that accepts connections. */
export interface EmbeddedDatabase {
  /** Folder of its Unix socket, as libpq and pg take it for `host`. */
  socketDirectory: string;
  /**
   * False when another process (or another caller in this one) owns the directory and this one joined as a
   * guest.
   */
  owned: boolean;
  close(): Promise<void>;
}

/** Time a guest waits for an owner that is starting. A first start creates the cluster: 3 to 8 s. */
const OWNER_START_MS = 30_000;

/**
 * Opens PGlite in `<dataDirectory>/database`, or joins the process that already has it open.
 *
 * It listens on a Unix socket in a private temporary folder rather than on a port of 127.0.0.1: there is no
 * password, and file permissions keep other users of the machine out. The socket is not in the data
 * directory, because socket paths are limited to about 100 characters. Throws PaperboyError
 * `DATA_DIRECTORY_BUSY` when the owner of the directory is running but does not respond.
 */
export async function openEmbedded(dataDirectory: string): Promise<EmbeddedDatabase> {
  const directory = resolve(dataDirectory);
  const deadline = performance.now() + OWNER_START_MS;
  for (;;) {
    const lock = lockDataDirectory(directory);
    if ('release' in lock) return openOwned(directory, lock);
    const { pid, socketDirectory } = lock;
    if (socketDirectory !== null) return { socketDirectory, owned: false, close: async () => {} };
    if (performance.now() > deadline) throw busyError(directory, pid);
    await new Promise((wait) => setTimeout(wait, 100));
  }
}

async function openOwned(directory: string, lock: DataDirectoryLock): Promise<EmbeddedDatabase> {
  try {
    const database = await PGlite.create(join(directory, 'database'), { extensions: { pg_trgm } });
    // PGlite is one session, so a setting applies to all connections. BullMQ's tables are in schema `bullmq`
    // and are found through this path; their names do not collide with ours.
    await database.exec('set search_path to public, bullmq');
    const socketDirectory = mkdtempSync(join(tmpdir(), 'paperboy-'));
    const server = await servePglite(database, join(socketDirectory, '.s.PGSQL.5432'));
    lock.announce(socketDirectory);
    return {
      socketDirectory,
      owned: true,
      async close() {
        await server.close();
        await database.close();
        rmSync(socketDirectory, { recursive: true, force: true });
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function busyError(directory: string, pid: number): PaperboyError {
  return new PaperboyError({
    code: 'DATA_DIRECTORY_BUSY',
    message: `The data directory ${directory} is in use by process ${pid}, which is not responding.`,
    remedy: 'Stop that process, or set DATA_DIR to another folder.',
    retry: 'later',
  });
}

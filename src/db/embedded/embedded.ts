import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { PaperboyError } from '../../errors.ts';
import { type DataDirectoryLock, lockDataDirectory } from './data-directory.ts';
import { servePglite } from './pglite-server.ts';

/** Where PostgreSQL answers: a folder with its Unix socket, as libpq and pg understand `host`. */
export interface EmbeddedDatabase {
  socketDirectory: string;
  /** False where another process (or another caller in this one) holds the directory and we are its guest. */
  owned: boolean;
  close(): Promise<void>;
}

/** How long a guest waits for an owner that is just starting. A first start creates the cluster: 3 to 8 s. */
const OWNER_START_MS = 30_000;

/**
 * Opens PGlite in `<dataDirectory>/database`, or joins the process that already has it open.
 *
 * It listens on a Unix socket in a private temporary folder rather than on a port of 127.0.0.1: there is no
 * password, and the file system keeps other users of the machine out. (The path may not lie in the data
 * directory: socket paths are limited to about 100 characters.)
 * Throws PaperboyError `DATA_DIRECTORY_BUSY` when the directory's owner runs but does not answer.
 */
export async function openEmbedded(dataDirectory: string): Promise<EmbeddedDatabase> {
  const directory = resolve(dataDirectory);
  const deadline = performance.now() + OWNER_START_MS;
  for (;;) {
    const taken = lockDataDirectory(directory);
    if ('release' in taken) return own(directory, taken);
    const { pid, socketDirectory } = taken;
    if (socketDirectory !== null) return { socketDirectory, owned: false, close: async () => {} };
    if (performance.now() > deadline) throw unanswered(directory, pid);
    await new Promise((wait) => setTimeout(wait, 100));
  }
}

async function own(directory: string, lock: DataDirectoryLock): Promise<EmbeddedDatabase> {
  try {
    const database = await PGlite.create(join(directory, 'database'), { extensions: { pg_trgm } });
    // PGlite is one session: whatever one connection sets, all see. BullMQ's tables live in schema `bullmq`
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

function unanswered(directory: string, pid: number): PaperboyError {
  return new PaperboyError({
    code: 'DATA_DIRECTORY_BUSY',
    message: `The data directory ${directory} is open in process ${pid}, which does not answer.`,
    remedy: 'Stop that process, or set DATA_DIR to another folder.',
    retry: 'later',
  });
}

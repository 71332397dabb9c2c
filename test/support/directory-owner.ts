import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DirectoryOwner } from '../../src/db/embedded/data-directory.ts';

/** Owner recorded in the lock file of a data directory; null if it is missing or unreadable. */
export function readOwner(directory: string): DirectoryOwner | null {
  try {
    return JSON.parse(readFileSync(join(directory, 'database.lock'), 'utf8')) as DirectoryOwner;
  } catch {
    return null;
  }
}

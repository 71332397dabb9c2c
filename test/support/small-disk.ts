import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of its own, of 64 kB, at a path. */
export interface SmallDisk {
  /** Fills it up. */
  fill(): void;
  /** Frees its space. */
  empty(): void;
  unmount(): void;
}

/** Mounts one, which needs root and a kernel that allows it; null otherwise. */
export function mountSmallDisk(directory: string): SmallDisk | null {
  mkdirSync(directory, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', directory]);
  if (mounted.status !== 0) return null;
  const filler = join(directory, '.filler');
  return {
    fill() {
      try {
        for (let kilobytes = 64; kilobytes > 0; kilobytes -= 1)
          writeFileSync(filler, Buffer.alloc(1024), { flag: 'a' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    },
    empty: () => rmSync(filler, { force: true }),
    unmount: () => void spawnSync('umount', [directory]),
  };
}

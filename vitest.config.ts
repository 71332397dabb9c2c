import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Nothing happens on import, so files may share what a worker has loaded: loading it anew took longer than most of them.
    isolate: false,
    globalSetup: ['test/support/servers.ts'],
    // A first PGlite start creates its cluster; on a small machine with all cores busy that takes a while.
    testTimeout: 120_000,
    // Many tests wait for processes and servers of theirs, so one more than a small machine has cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    hookTimeout: 180_000,
    teardownTimeout: 30_000,
  },
});

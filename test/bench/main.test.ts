import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = (...words: string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...words]);

it('lists the benchmarks without running any', async () => {
  const { stdout } = await run('--help');
  expect(stdout).toMatch(/"claims",\s+"deliver",\s+"pages"/);
  expect(stdout).toContain('--json');
});

it('lists the benchmarks when an unknown one is requested', async () => {
  await expect(run('pegas')).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('claims, deliver, pages'),
  });
});

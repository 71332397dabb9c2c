import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = (...words: string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...words]);

it('says what can be measured, and measures nothing', async () => {
  const { stdout } = await run('--help');
  expect(stdout).toMatch(/"picking", "delivering",\s+"pages"/);
  expect(stdout).toContain('--json');
});

it('names the benches to whoever asks for another', async () => {
  await expect(run('pegas')).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('picking, delivering, pages'),
  });
});

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FEEDBACK } from '../../config/feedback.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { bounceOf, complaintOf, emailTo } from '../support/inbound-emails.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());

/** Runs `paperboy inbound` as a mail server does, with the email on its standard input. */
function pipe(mail: Uint8Array, args: string[] = [], variables: Record<string, string> = {}) {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'inbound', ...args], {
    env: { PATH, HOME, ...ctx.variables, ...variables },
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.resume();
  child.stdin.on('error', () => undefined);
  child.stdin.end(mail);
  return new Promise<{ code: number | null; out: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, out }));
  });
}

describe('paperboy inbound', { timeout: 120_000 }, () => {
  it('processes an email beside a running process and reports the action', async () => {
    const mail = emailTo('undisclosed-recipients:;');
    const { code, out } = await pipe(mail, [
      '--recipient',
      'subscribe@paperboy.example.org',
      '--sender',
      'ada@example.com',
      '--json',
    ]);
    expect([code, JSON.parse(out)]).toMatchObject([0, { action: 'sign-up-requested' }]);
    expect((await findSubscriberByAddress(ctx.db, 'ada@example.com'))?.state).toBe('pending');
  });

  it('exits with 65 for input that is not an email or is too large', async () => {
    expect((await pipe(Buffer.from('hello'))).code).toBe(65);
    expect(
      (await pipe(Buffer.concat([emailTo('x@example.org'), Buffer.alloc(FEEDBACK.emailBytes)]))).code,
    ).toBe(65);
  });

  it('classifies the emails in a folder and its subfolders, without an installation', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'paperboy-emails-'));
    mkdirSync(join(folder, 'more'));
    const id = '<digest.0b3a4d4e-0a52-4d0c-9a49-0d9d4d9f9c11@paperboy.example.org>';
    writeFileSync(join(folder, 'bounce'), bounceOf({ messageId: id }));
    writeFileSync(join(folder, 'more', 'complaint'), complaintOf({ messageId: '<1@example.org>' }));
    writeFileSync(join(folder, 'more', 'letter'), emailTo('x@example.org'));
    writeFileSync(join(folder, 'notes.txt'), 'hello');
    const { code, out } = await pipe(Buffer.from(''), ['--classify', folder, '--json'], {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing',
    });
    rmSync(folder, { recursive: true });
    const { totals, recognized, ours, files } = JSON.parse(out);
    expect([code, totals, recognized, ours]).toMatchObject([
      0,
      { hard: 1, complaint: 1, nothing: 1, unreadable: 1, soft: 0 },
      { machineReadable: [2, 2], others: [0, 2] },
      1,
    ]);
    expect(files.map(({ file }: { file: string }) => file)).toEqual([
      'bounce',
      'more/complaint',
      'more/letter',
      'notes.txt',
    ]);
  });

  it('exits with 75 when it cannot work now, so that the email is not lost', async () => {
    const away = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing' };
    expect((await pipe(emailTo('subscribe@paperboy.example.org'), [], away)).code).toBe(75);
    expect((await pipe(emailTo('subscribe@paperboy.example.org'), [], { MAILER: 'pigeon' })).code).toBe(75);
  });
});

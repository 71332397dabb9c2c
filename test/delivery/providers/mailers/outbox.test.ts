import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutboxMailer } from '../../../../src/delivery/providers/mailers/outbox.ts';
import { arrivedMail, mailerContract } from '../../../contracts/mailer.ts';
import { sampleMail, sampleMails } from '../../../support/mail.ts';
import { parseMail } from '../../../support/smtp-sink.ts';

let parent: string;
let directory: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'paperboy-outbox-'));
  directory = join(parent, 'data', 'outbox');
});
afterEach(() => rm(parent, { recursive: true }));

const files = async () => (await readdir(directory).catch(() => [])).sort();

mailerContract('the outbox', async () => ({
  mailer: createOutboxMailer({ directory }),
  async arrived() {
    const names = await files();
    const messages = await Promise.all(names.map((name) => readFile(join(directory, name))));
    return Promise.all(messages.map(async (message) => arrivedMail(await parseMail(message))));
  },
  close: async () => undefined,
}));

describe('outbox', () => {
  const key = { idempotencyKey: 'attempt-1' };

  it('names a file by day and id, for its owner alone', async () => {
    const [result] = await createOutboxMailer({ directory }).send([sampleMail(1)], key);
    expect(result).toEqual({ outcome: 'accepted', providerId: '2026-11-23-dlv-1.eml' });
    expect(await files()).toEqual(['2026-11-23-dlv-1.eml']);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, '2026-11-23-dlv-1.eml'))).mode & 0o777).toBe(0o600);
  });

  it('gives every id a harmless name of its own', async () => {
    const ids = ['../../../etc/passwd', 'a/b', 'a-b', 'a b', 'ä'.repeat(300), '.hidden'];
    await createOutboxMailer({ directory }).send(
      ids.map((id) => sampleMail(1, { id })),
      key,
    );
    const names = await files();
    expect(names).toHaveLength(ids.length);
    for (const name of names) expect(name).toMatch(/^2026-11-23-[A-Za-z0-9_-]{1,100}\.eml$/);
    expect(await readdir(parent)).toEqual(['data']);
  });

  it('writes the same bytes over the same file when a mail is sent again', async () => {
    await createOutboxMailer({ directory }).send(sampleMails(2), key);
    const before = await readFile(join(directory, '2026-11-23-dlv-1.eml'));
    await createOutboxMailer({ directory }).send(sampleMails(2), key);
    expect(await files()).toEqual(['2026-11-23-dlv-1.eml', '2026-11-23-dlv-2.eml']);
    expect(await readFile(join(directory, '2026-11-23-dlv-1.eml'))).toEqual(before);
  });

  it('halts when its folder cannot be made, and says which and why', async () => {
    await writeFile(join(parent, 'data'), 'a file where a folder should be');
    const results = await createOutboxMailer({ directory }).send(sampleMails(3), key);
    expect(results).toHaveLength(3);
    for (const result of results) {
      expect(result).toMatchObject({
        outcome: 'halted',
        code: 'ENOTDIR',
        reason: expect.stringContaining(directory),
      });
    }
    await expect(createOutboxMailer({ directory }).check()).rejects.toMatchObject({
      code: 'OUTBOX_NOT_WRITABLE',
      message: expect.stringContaining('DATA_DIR'),
    });
  });

  it('halts in the middle of a batch, keeps what is written and leaves no half file', async () => {
    // A folder of the same name cannot be replaced by a file, whoever runs the test.
    await mkdir(join(directory, '2026-11-23-dlv-2.eml'), { recursive: true });
    const results = await createOutboxMailer({ directory }).send(sampleMails(3), key);
    expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'halted', 'halted']);
    expect(await files()).toEqual(['2026-11-23-dlv-1.eml', '2026-11-23-dlv-2.eml']);
  });

  it('leaves nothing behind after a check', async () => {
    await createOutboxMailer({ directory }).check();
    expect(await files()).toEqual([]);
  });
});

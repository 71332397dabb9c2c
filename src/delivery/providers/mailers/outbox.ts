import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PaperboyError, reasonOf } from '../../../errors.ts';
import type { Mailer, OutgoingEmail, SendResult } from '../../../ports.ts';
import { requireSafeBatch, safeName } from './check-headers.ts';
import { hashMessages, mimeMessage } from './mime.ts';
import { NOT_STARTED, toPrintable } from './result.ts';

const BATCH_SIZE = 100;
const CENTURY_MS = 100 * 365 * 24 * 60 * 60 * 1000;
const REMEDY = 'Make room, or let DATA_DIR name a folder that Paperboy may write to.';

/**
 * A folder instead of a provider: one `.eml` file an email, which any email program opens. The file's name follows
 * from the email, so sending it again writes the same bytes over the same file: a replay is always safe. (A century
 * rather than Infinity, which neither JSON nor a date can hold.) The idempotency key is therefore not used.
 */
export function createOutboxMailer({ directory }: { directory: string }): Mailer {
  let written = 0;

  /** Afterwards either the whole file is there or none: a crash leaves at most a hidden `.tmp` file. */
  async function write(email: OutgoingEmail): Promise<SendResult> {
    const name = `${new Date(email.date).toISOString().slice(0, 10)}-${safeName(email.id)}.eml`;
    written += 1;
    const temporary = join(directory, `.${name}.${process.pid}-${written}.tmp`);
    try {
      await writeDurably(temporary, mimeMessage(email));
      await rename(temporary, join(directory, name));
      return { outcome: 'accepted', providerId: name };
    } catch (thrown) {
      await rm(temporary, { force: true }).catch(() => undefined);
      return halted(directory, thrown);
    }
  }

  return {
    name: 'outbox',
    batchSize: BATCH_SIZE,
    replayWindowMs: CENTURY_MS,
    payloadHash: hashMessages,
    async send(emails, { signal }) {
      requireSafeBatch(emails, BATCH_SIZE);
      if (emails.length === 0) return [];
      const results: SendResult[] = [];
      let untried: SendResult | null = await tryFolder(directory, () =>
        mkdir(directory, { recursive: true, mode: 0o700 }),
      );
      for (const email of emails) {
        if (!untried && signal?.aborted) untried = NOT_STARTED;
        const result: SendResult = untried ?? (await write(email));
        // The next email needs the same disk: after one failure the rest is not tried.
        if (result.outcome === 'halted') untried = result;
        results.push(result);
      }
      // A name is safe only when the folder is: without this a power cut may take the last renames back.
      const lost = await tryFolder(directory, () => syncFolder(directory));
      return lost ? results.map(() => lost) : results;
    },
    check: () => checkFolder(directory),
    async close() {},
  };
}

type HaltedResult = Extract<SendResult, { outcome: 'halted' }>;

async function checkFolder(directory: string): Promise<string> {
  const probe = join(directory, `.probe-${process.pid}.tmp`);
  const failure = await tryFolder(directory, async () => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeDurably(probe, Buffer.from('Paperboy was here.\n'));
    await rm(probe);
  });
  if (failure)
    throw new PaperboyError({ code: 'OUTBOX_NOT_WRITABLE', message: failure.reason, remedy: REMEDY });
  return `Mail is written to the folder ${directory}; nobody is sent anything.`;
}

async function tryFolder(directory: string, action: () => Promise<unknown>): Promise<HaltedResult | null> {
  try {
    await action();
    return null;
  } catch (thrown) {
    return halted(directory, thrown);
  }
}

function halted(directory: string, thrown: unknown): HaltedResult {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'OUTBOX';
  const reason = toPrintable(`The outbox folder ${directory} cannot be written: ${reasonOf(thrown)}.`);
  return { outcome: 'halted', code, reason };
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Windows can neither open nor sync a folder, and keeps names without it. */
async function syncFolder(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

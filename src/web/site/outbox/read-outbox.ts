import { lstat, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Address, type Email } from 'postal-mime';

/** An email in the outbox, as the list shows it. */
export interface OutboxEntry {
  file: string;
  bytes: number;
  /** Null if the file cannot be parsed as an email. */
  subject: string | null;
  to: string;
  date: string;
}

/** A whole email in the outbox, with its texts as the file has them. */
export interface OutboxEmail extends OutboxEntry {
  from: string;
  headers: { name: string; value: string }[];
  html: string | null;
  text: string | null;
}

const MAX_LISTED = 200;
const HEAD_BYTES = 16_384;
/** Twenty times the largest digest; a larger file is not an email of Paperboy. */
const MAX_EMAIL_BYTES = 2_000_000;

/**
 * File name as the outbox writes it. Without separators or a second dot it cannot point outside of the
 * folder.
 */
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,220}\.eml$/;

/** The newest 200 emails of a folder, and the number of older ones. A missing folder counts as empty. */
export async function listEmails(directory: string): Promise<{ emails: OutboxEntry[]; older: number }> {
  const files: { file: string; bytes: number; at: number }[] = [];
  for (const file of await readdir(directory).catch(() => [])) {
    const found = FILE_NAME.test(file) ? await statOf(directory, file) : null;
    if (found) files.push({ file, ...found });
  }
  files.sort((a, b) => b.at - a.at || (a.file < b.file ? 1 : -1));
  const emails = [];
  for (const { file, bytes } of files.slice(0, MAX_LISTED))
    emails.push(await readEntry(directory, file, bytes));
  return { emails, older: Math.max(0, files.length - MAX_LISTED) };
}

/** One email of the folder, or null if there is none of that name. */
export async function readOutboxEmail(directory: string, file: string): Promise<OutboxEmail | null> {
  const found = FILE_NAME.test(file) ? await statOf(directory, file) : null;
  if (!found || found.bytes > MAX_EMAIL_BYTES) return null;
  const email = await parse(await readFile(join(directory, file)));
  if (!email) return null;
  return {
    ...entryOf(file, found.bytes, email),
    from: addressText(email.from ? [email.from] : []),
    headers: email.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    html: email.html ?? null,
    text: email.text ?? null,
  };
}

/** Size and time of a regular file. Null for anything else: a symbolic link could point anywhere. */
async function statOf(directory: string, file: string): Promise<{ bytes: number; at: number } | null> {
  const stat = await lstat(join(directory, file)).catch(() => null);
  return stat?.isFile() ? { bytes: stat.size, at: stat.mtimeMs } : null;
}

/** Parses only the headers of a file: whole, a list of 200 digests would be 18 MB to parse. */
async function readEntry(directory: string, file: string, bytes: number): Promise<OutboxEntry> {
  const handle = await open(join(directory, file));
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    const end = head.indexOf('\r\n\r\n');
    return entryOf(file, bytes, await parse(end < 0 ? head : head.subarray(0, end + 4)));
  } finally {
    await handle.close();
  }
}

async function parse(bytes: Buffer): Promise<Email | null> {
  return PostalMime.parse(bytes).catch(() => null);
}

function entryOf(file: string, bytes: number, email: Email | null): OutboxEntry {
  return {
    file,
    bytes,
    subject: email ? (email.subject ?? '') : null,
    to: addressText(email?.to ?? []),
    date: email?.date ?? '',
  };
}

function addressText(addresses: readonly Address[]): string {
  return addresses
    .flatMap((address) => address.group ?? [address])
    .map(({ name, address }) => (name ? `${name} <${address}>` : address))
    .join(', ');
}

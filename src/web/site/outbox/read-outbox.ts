import { lstat, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Address, type Email } from 'postal-mime';

/** A mail in the outbox as its list shows it. */
export interface OutboxEntry {
  file: string;
  bytes: number;
  /** Null where the file cannot be read as a mail. */
  subject: string | null;
  to: string;
  date: string;
}

/** A mail in the outbox, whole. Texts are as the file has them. */
export interface OutboxEmail extends OutboxEntry {
  from: string;
  headers: { name: string; value: string }[];
  html: string | null;
  text: string | null;
}

const LISTED = 200;
const HEAD_BYTES = 16_384;
/** Twenty times what a digest may weigh; more is no mail of ours. */
const LARGEST_MAIL = 2_000_000;

/** A file name as the outbox writes it. No separator and no second dot: nothing outside the folder has such a name. */
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,220}\.eml$/;

/** The newest mails of the folder, at most 200, and how many older ones there are. A folder that is not there is empty. */
export async function listEmails(directory: string): Promise<{ mails: OutboxEntry[]; older: number }> {
  const files: { file: string; bytes: number; at: number }[] = [];
  for (const file of await readdir(directory).catch(() => [])) {
    const found = FILE_NAME.test(file) ? await statOf(directory, file) : null;
    if (found) files.push({ file, ...found });
  }
  files.sort((a, b) => b.at - a.at || (a.file < b.file ? 1 : -1));
  const mails = [];
  for (const { file, bytes } of files.slice(0, LISTED)) mails.push(await readEntry(directory, file, bytes));
  return { mails, older: Math.max(0, files.length - LISTED) };
}

/** One mail of the folder, or null where there is no mail of that name. */
export async function readMail(directory: string, file: string): Promise<OutboxEmail | null> {
  const found = FILE_NAME.test(file) ? await statOf(directory, file) : null;
  if (!found || found.bytes > LARGEST_MAIL) return null;
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

/** Size and time of an ordinary file, else null: a symbolic link may point anywhere. */
async function statOf(directory: string, file: string): Promise<{ bytes: number; at: number } | null> {
  const stat = await lstat(join(directory, file)).catch(() => null);
  return stat?.isFile() ? { bytes: stat.size, at: stat.mtimeMs } : null;
}

/** Reads the head of the file only: a list of two hundred digests would otherwise be 18 MB to parse. */
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

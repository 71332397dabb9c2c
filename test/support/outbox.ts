import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';

export interface OutboxMail {
  file: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  headers: Map<string, string>;
  /** Base arXiv ids that the email links to, in reading order, each once. */
  papers: string[];
}

/** Emails of an installation's outbox, read by an independent parser, ordered by file name. */
export async function readOutbox(dataDirectory: string): Promise<OutboxMail[]> {
  const directory = join(dataDirectory, 'outbox');
  const files = readFiles(directory);
  return Promise.all(files.map((file) => readMail(directory, file)));
}

async function readMail(directory: string, file: string): Promise<OutboxMail> {
  const raw = readFileSync(join(directory, file));
  const mail = await simpleParser(raw);
  const html = mail.html || '';
  const ids = [...html.matchAll(/(?:https:\/\/arxiv\.org\/abs|\/papers)\/((?:[a-z-]+\/)?\d[^"?#]*)"/g)].map(
    (match) => match[1] ?? '',
  );
  return {
    file,
    to: Array.isArray(mail.to) ? '' : (mail.to?.text ?? ''),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html,
    headers: new Map(
      mail.headerLines.map(({ key, line }) => [
        key,
        line.replace(/^[^:]+:\s*/, '').replace(/\r?\n\s+/g, ' '),
      ]),
    ),
    papers: [...new Set(ids)],
  };
}

function readFiles(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((file) => file.endsWith('.eml'))
      .sort();
  } catch {
    return [];
  }
}

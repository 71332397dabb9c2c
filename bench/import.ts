import { fork } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_TAXONOMY } from '../config/topics/built-in.ts';
import type { Figure } from './measure.ts';
import { startPostgres } from './private-servers.ts';

const ROWS = 100_000;
/** Rows without PostgreSQL: the embedded database uses the time and memory of the measured process. */
const ROWS_EMBEDDED = 10_000;
const BYTES = 100 * 1024 * 1024;

interface Run {
  rows: number;
  seconds: number;
  cpuSeconds: number;
  peakMiB: number;
}

/**
 * Measures importing 100,000 rows (14 MB) like those of our own export, and 100 MB of a Mailchimp export,
 * each in a process of its own. Beside it, the same bytes read without storing them, and by csv-parse alone.
 * The import is flat when both have the same peak memory.
 */
export async function benchImport(): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
  chmodSync(directory, 0o755);
  const own = join(directory, 'own.csv');
  const mailchimp = join(directory, 'mailchimp.csv');
  const postgres = await startPostgres(directory);
  if (!postgres) process.stderr.write('PostgreSQL is not installed: fewer rows, embedded.\n');
  const variables = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATA_DIR: directory,
    ...(postgres ? { DATABASE_URL: postgres.url } : {}),
  };
  const count = postgres ? ROWS : ROWS_EMBEDDED;
  writeRows(own, OWN_HEADER, ownRow, (rows) => rows < count);
  writeRows(mailchimp, MAILCHIMP_HEADER, mailchimpRow, (_rows, bytes) => bytes < BYTES);
  try {
    const figures: Figure[] = [];
    for (const [name, file] of [
      [`${count} rows`, own],
      ['100 MB', mailchimp],
    ] as const) {
      const alone = await runIn(variables, 'parse', file);
      const read = await runIn(variables, 'read', file);
      figures.push(...figuresOf(`csv-parse alone, ${name}`, alone), ...figuresOf(`read, ${name}`, read));
      figures.push({
        ...FIGURE,
        figure: `read to csv-parse alone, ${name}`,
        value: read.cpuSeconds / alone.cpuSeconds,
        unit: 'x',
      });
      if (postgres || file === own)
        figures.push(...figuresOf(`import, ${name}`, await runIn(variables, 'import', file)));
    }
    return figures;
  } finally {
    await postgres?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

const FIGURE = { bench: 'import' };

function figuresOf(name: string, { rows, seconds, cpuSeconds, peakMiB }: Run): Figure[] {
  return [
    { ...FIGURE, figure: `${name}: rows`, value: rows, unit: '' },
    { ...FIGURE, figure: `${name}: time`, value: seconds, unit: 's' },
    { ...FIGURE, figure: `${name}: CPU time`, value: cpuSeconds, unit: 's' },
    { ...FIGURE, figure: `${name}: peak resident set`, value: peakMiB, unit: 'MiB' },
  ];
}

function runIn(
  variables: Record<string, string>,
  action: 'parse' | 'read' | 'import',
  file: string,
): Promise<Run> {
  const child = fork(
    new URL('./import-process.ts', import.meta.url),
    [JSON.stringify(variables), action, file],
    { execArgv: process.execArgv },
  );
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Run));
    child.once('exit', (code) => reject(new Error(`The import process ended with ${code}.`)));
  });
}

/** Writes a header and numbered rows, a thousand at a time, as long as `more` returns true. */
function writeRows(
  path: string,
  header: string,
  row: (number: number) => string,
  more: (rows: number, bytes: number) => boolean,
): void {
  const file = openSync(path, 'w');
  let bytes = writeSync(file, `${header}\n`);
  for (let rows = 0; more(rows, bytes); rows += 1_000)
    bytes += writeSync(file, Array.from({ length: 1_000 }, (_, index) => `${row(rows + index)}\n`).join(''));
  closeSync(file);
}

const OWN_HEADER = 'address,consent_at,consent_source,cadence,send_hour,time_zone,language,topics,queries';
function ownRow(number: number): string {
  const topics = [3, 7, 11]
    .map((step) => BUILT_IN_TAXONOMY.topics[(number * step) % BUILT_IN_TAXONOMY.topics.length]?.slug)
    .join(';');
  const words = number % 3 === 0 ? `"sparse ""attention"" ${number % 100}"` : '';
  return `reader${number}@example.com,2026-03-01T09:30:00.000Z,sign-up form,daily,${number % 24},Europe/Berlin,de,${topics},${words}`;
}

const MAILCHIMP_HEADER =
  'Email Address,First Name,Last Name,Address,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,' +
  'CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS';
function mailchimpRow(number: number): string {
  const time = '2021-03-01 09:30:00';
  const address = `"${number} Example Street, 10115 Berlin, Germany"`;
  const euid = (number * 2_654_435_761).toString(16).padStart(12, '0');
  return (
    `contact${number}@example.org,"Ada","Lovelace",${address},,,2,"${time}",192.0.2.1,"${time}",192.0.2.1,52.52,13.405,` +
    `1,2,Europe/Berlin,DE,BE,"${time}",${100_000_000 + number},${euid},"[{""note"":""met at the fair""}]","""customers"",""fair"""`
  );
}

import { createReadStream } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { openCsvFile, readRows } from '../../../src/subscribers/csv/read-csv-file.ts';
import { dataPath, missingData } from '../../support/real-data.ts';

const NOW = new Date('2026-11-23T08:05:00Z');
const folder = '../cases/sending';

/** Outcome of each row: address, `left`, or the first words of the reason. */
const OUTCOMES: Record<string, string[]> = {
  'csv-blocklisted-elsewhere.csv': ['2 a@example.org', '3 left'],
  'csv-crlf-header-lf-rows.csv': ['2 a@example.org', '3 b@example.org', '4 c@example.org'],
  'csv-email-and-postal-address.csv': ['2 a@example.org'],
  'csv-excel-true.csv': ['2 a@example.org', '3 b@example.org'],
  'csv-left-in-other-tool.csv': ['2 x@example.org', '3 left'],
  'csv-lf-header-crlf-rows-line-numbers.csv': [
    '2 a@example.org',
    '3 consent_at is missing',
    '4 consent_at is missing',
  ],
  'csv-localised-header.csv': ['2 a@example.org'],
  'csv-semicolon.csv': ['2 a@example.org'],
  'csv-stray-quote.csv': ['2 a@example.org', '3 a quote inside', '4 c@example.org'],
  'csv-utf16-tab.csv': ['2 a@example.org'],
  'csv-valid-addresses-refused.csv': ['2 ada@xn--e1afmkfd.xn--p1ai', '3 r&d@example.org'],
  'csv-windows-1252.csv': ['2 the line is not valid UTF-8: save'],
};

describe.each(Object.entries(OUTCOMES))('%s', (name, outcomes) => {
  const missing = missingData(`${folder}/${name}`);
  it.skipIf(missing !== null)(missing ?? 'ends each row as it should', async () => {
    const file = await openCsvFile(
      createReadStream(dataPath(`${folder}/${name}`)),
      {},
      { now: NOW, taxonomy: BUILT_IN_TAXONOMY },
    );
    expect(file.questions).toEqual([]);
    const rows = [];
    for await (const batch of readRows(file, { now: NOW, taxonomy: BUILT_IN_TAXONOMY })) rows.push(...batch);
    const found = rows.map(({ line, read }) => {
      if ('left' in read) return `${line} left`;
      return `${line} ${'problems' in read ? read.problems.join('; ') : read.address}`;
    });
    expect(found).toEqual(outcomes.map((start) => expect.stringMatching(new RegExp(`^${start}`))));
  });
});

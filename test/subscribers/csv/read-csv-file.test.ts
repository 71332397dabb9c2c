import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IMPORT } from '../../../config/imports.ts';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import type { CsvOptions } from '../../../src/subscribers/csv/choose-columns.ts';
import { openCsvFile, readRows } from '../../../src/subscribers/csv/read-csv-file.ts';

const NOW = new Date('2026-11-23T08:05:00Z');
const HEADER = 'email,name,consent_at,consent_source';
const row = (name: string, text = name) => `${name}@example.org,${text},2026-03-01,form`;

/**
 * Reads a file that arrives in pieces of that many bytes: `3 ann` for a subscriber, `4 why` for a refused
 * row.
 */
async function read(file: string | Buffer, options: CsvOptions = {}, piece = 7): Promise<string[]> {
  const bytes = Buffer.from(file as string);
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, index) =>
    bytes.subarray(piece * index, piece * index + piece),
  );
  const opened = await openCsvFile(Readable.from(pieces, { objectMode: false }), options, {
    now: NOW,
    taxonomy: BUILT_IN_TAXONOMY,
  });
  expect(opened.questions).toEqual([]);
  const rows = [];
  for await (const batch of readRows(opened, { now: NOW, taxonomy: BUILT_IN_TAXONOMY })) rows.push(...batch);
  return rows.map(({ line, read: found }) => {
    if ('left' in found) return `${line} left ${found.left}`;
    return `${line} ${'problems' in found ? found.problems.join('; ') : found.address.split('@')[0]}`;
  });
}

const utf16 = (text: string, order: 'LE' | 'BE', mark = true) => {
  const bytes = Buffer.from(`${mark ? '\uFEFF' : ''}${text}`, 'utf16le');
  return order === 'LE' ? bytes : bytes.swap16();
};

describe('line ends', () => {
  it.each([
    ['CRLF over LF', [HEADER, '\r\n', row('ann'), '\n', row('bob'), '\n', row('cy'), '\n']],
    ['LF over CRLF', [HEADER, '\n', row('ann'), '\r\n', row('bob'), '\r\n', row('cy'), '\r\n']],
    ['CR alone', [HEADER, '\r', row('ann'), '\r', row('bob'), '\r', row('cy')]],
    ['all three', [HEADER, '\r', row('ann'), '\n', row('bob'), '\r\n', row('cy'), '\r']],
  ])('of %s separate rows', async (_what, parts) => {
    for (const piece of [1, 7, 10_000])
      expect(await read(parts.join(''), {}, piece)).toEqual(['2 ann', '3 bob', '4 cy']);
  });

  it('in any mix give the same rows and the line numbers of the file', async () => {
    const line = fc.record({
      text: fc.constantFrom('', row('ann'), row('bob', '"B, b"'), 'nonsense', row('cy', 'C "c"')),
      end: fc.constantFrom('\n', '\r\n', '\r'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.integer({ min: 1, max: 60 }),
        async (lines, piece) => {
          // A CR before an empty line that ends with LF would be one line end.
          const apart = lines.map(({ text, end }, index) => ({
            text,
            end: end === '\r' && lines[index + 1]?.text === '' ? '\r\n' : end,
          }));
          const file = `${HEADER}\r\n${apart.map(({ text, end }) => text + end).join('')}`;
          const numbers = (await read(file, {}, piece)).map((each) => Number(each.split(' ')[0]));
          expect(numbers).toEqual(lines.flatMap(({ text }, index) => (text === '' ? [] : [index + 2])));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a row', () => {
  it('with more cells than columns is refused by its number', async () => {
    const file = [HEADER, row('ann'), `${row('bob')},more`, row('cy')].join('\n');
    expect(await read(file)).toEqual([
      '2 ann',
      '3 5 cells, but the header has 4 columns: put a cell with “,” in double quotes',
      '4 cy',
    ]);
  });

  it('may end before optional columns, not before required ones', async () => {
    const file = [
      'email,consent_at,consent_source,size',
      'ann@example.org,2026-03-01,form',
      'bob@example.org,2026-03-01',
    ];
    expect(await read(file.join('\n'))).toEqual([
      '2 ann',
      '3 consent_source is missing: state where consent was given',
    ]);
  });

  it('without any content counts as an empty line', async () => {
    expect(await read([HEADER, ',,,', row('ann'), ' , ,"",'].join('\n'))).toEqual(['3 ann']);
  });

  it('that is longer than any spreadsheet writes is refused alone', async () => {
    const long = row('bob', 'x'.repeat(IMPORT.maxRowBytes));
    expect(await read([HEADER, row('ann'), long, row('cy')].join('\n'), {}, 50_000)).toEqual([
      '2 ann',
      '3 the line has more than 1,048,576 bytes',
      '4 cy',
    ]);
  });
});

const STRAY = expect.stringMatching(/^\d+ a quote inside or after a cell/);
describe('a stray quote', () => {
  it.each([
    ['inside a cell', row('bob', 'Joe "JJ" Smith')],
    ['at the start of a cell', row('bob', '"Joe')],
    ['at the end of a cell', row('bob', 'Joe"')],
    ['after a quoted cell', row('bob', '"Joe" Smith')],
    ['with a backslash', row('bob', '"Joe \\"JJ\\" Smith"')],
    ['at the start of the row', `"${row('bob')}`],
    ['in the last cell', `${row('bob')}"`],
  ])('%s costs its row alone', async (_where, bad) => {
    const rest = [row('cy'), row('dee', '"D, d"'), row('eve', '""'), row('flo', '"F ""f"""')];
    expect(await read([HEADER, row('ann'), bad, ...rest].join('\r\n'))).toEqual([
      '2 ann',
      STRAY,
      '4 cy',
      '5 dee',
      '6 eve',
      '7 flo',
    ]);
  });

  it('costs its row alone when it is the only quote of a long file', async () => {
    const people = Array.from({ length: 30_000 }, (_, index) => row(`reader${index}`));
    const found = await read([HEADER, row('bob', '"Joe'), ...people].join('\n'), {}, 65_536);
    expect(found[0]).toMatch(/^2 a quote/);
    expect(found.slice(1)).toEqual(people.map((_, index) => `${index + 3} reader${index}`));
  });

  it('costs as many rows as there are stray quotes', async () => {
    const file = [
      HEADER,
      row('ann', '"A'),
      row('bob'),
      row('cy', '"C'),
      row('dee'),
      row('eve', '"E'),
      row('flo'),
    ];
    expect(await read(file.join('\n'))).toEqual([STRAY, '3 bob', STRAY, '5 dee', STRAY, '7 flo']);
  });
});

describe('a line break in a cell', () => {
  const refused = (first: number, last: number) =>
    `${first} a line break inside a cell: lines ${first} to ${last} are one row; remove the line break`;

  it('is refused once, and its other lines are not read as rows', async () => {
    const file = [HEADER, row('ann'), 'bob@example.org,"B', row('eve'), '",2026-03-01,form', row('cy')];
    for (const end of ['\n', '\r\n', '\r'])
      expect(await read(file.join(end))).toEqual(['2 ann', refused(3, 5), '6 cy']);
  });

  it.each([
    ['that look like people', ['x', row('eve'), row('flo')]],
    ['with doubled quotes', ['x ""', '""y"" ', '']],
    ['that are empty', ['x', '', '', 'y']],
    ['at the very start', ['', row('eve')]],
  ])('joins lines %s to one row', async (_what, lines) => {
    const file = [HEADER, `bob@example.org,"${lines.join('\n')}",2026-03-01,form`, row('cy')];
    const last = lines.length + 1;
    expect(await read(file.join('\n'))).toEqual([refused(2, last), `${last + 1} cy`]);
  });

  it('in several cells is one row', async () => {
    const file = [
      'email,consent_at,consent_source,a,b',
      'bob@example.org,2026-03-01,form,"1',
      '2","3',
      `${row('eve')}"`,
      '',
    ];
    expect(await read(file.join('\n'))).toEqual([refused(2, 4)]);
  });

  it('is no reason to refuse a header', async () => {
    const file = [
      '"Email',
      'address","Date of',
      'consent",consent_source',
      'ann@example.org,2026-03-01,form',
    ];
    expect(await read(file.join('\r\n'))).toEqual(['4 ann']);
  });
});

describe('encodings', () => {
  const text = [
    HEADER.replaceAll(',', '\t'),
    row('ann', 'Änn').replaceAll(',', '\t'),
    row('bob').replaceAll(',', '\t'),
  ].join('\r\n');
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 little-endian', utf16(text, 'LE')],
    ['UTF-16 big-endian', utf16(text, 'BE')],
    ['UTF-16 little-endian without a mark', utf16(text, 'LE', false)],
    ['UTF-16 big-endian without a mark', utf16(text, 'BE', false)],
  ])('%s is read', async (_name, bytes) => {
    for (const piece of [1, 5, 10_000]) expect(await read(bytes, {}, piece)).toEqual(['2 ann', '3 bob']);
  });

  it('of Windows are refused by number with the remedy, and plain rows are read', async () => {
    const file = Buffer.from([HEADER, row('ann'), row('bob', 'Bjørn'), row('cy')].join('\r\n'), 'latin1');
    expect(await read(file)).toEqual([
      '2 ann',
      '3 the line is not valid UTF-8: save the file as “CSV UTF-8” and import it again',
      '4 cy',
    ]);
  });

  it('of Windows in the header refuse the file', async () => {
    const file = Buffer.from(['email,Größe,consent_at,consent_source', row('ann')].join('\n'), 'latin1');
    await expect(read(file)).rejects.toMatchObject({
      code: 'CSV_UNREADABLE',
      message: expect.stringMatching(/header cannot be read.*UTF-8.*Save the file as “CSV UTF-8”/),
    });
  });

  it.each([
    ['a workbook', Buffer.from('504b0304140006000800', 'hex'), 'an Excel workbook or a ZIP archive'],
    ['a gzip archive', gzipSync(HEADER), 'a gzip archive'],
  ])('name %s for what it is', async (_name, bytes, kind) => {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'CSV_UNREADABLE',
      message: expect.stringContaining(`The file is ${kind}, not CSV`),
    });
  });
});

describe('delimiters', () => {
  it.each([',', ';', '\t', '|'])('%j is found in the header', async (delimiter) => {
    const file = [HEADER, row('ann', 'a b'), row('bob')].map((line) => line.replaceAll(',', delimiter));
    expect(await read(file.join('\n'))).toEqual(['2 ann', '3 bob']);
  });

  it.each(['sep=;', '"sep=;"', '\uFEFFsep=;', 'SEP=^'])('%j in the first line is no row', async (first) => {
    const delimiter = first.includes('^') ? '^' : ';';
    const file = [
      first,
      HEADER.replaceAll(',', delimiter),
      row('ann', 'a, b').replaceAll(',', delimiter).replace(`a${delimiter}`, 'a,'),
    ];
    expect(await read(file.join('\r\n'))).toEqual(['3 ann']);
  });

  it('in other column names do not mislead', async () => {
    const file = [
      'Email;"Name, first; last, and more";consent_at;consent_source',
      'ann@example.org;"x;y";2026-03-01;form',
    ];
    expect(await read(file.join('\n'))).toEqual(['2 ann']);
    const tags = ['Email,Tags (a;b;c;d;e),consent_at,consent_source', row('ann')];
    expect(await read(tags.join('\n'))).toEqual(['2 ann']);
  });
});

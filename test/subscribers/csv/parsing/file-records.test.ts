import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordReader, scanQuotes } from '../../../../src/subscribers/csv/parsing/file-records.ts';

const piece = fc.constantFrom('"', '""', ',', ';', '\t', ' ', 'a', 'ann@example.org', '\u00A0', '\\', "'");
const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
const delimiter = fc.constantFrom(',', ';', '\t');
const read = (lines: readonly string[], separator: string) => {
  const reader = new RecordReader(separator);
  const records = lines.flatMap((line, index) =>
    reader.push({ number: index + 1, text: line, problem: null }),
  );
  return [...records, ...reader.end()];
};

describe('scanQuotes', () => {
  it('calls only lines complete that csv-parse reads as one record', () => {
    fc.assert(
      fc.property(text, delimiter, (line, separator) => {
        fc.pre(line.trim() !== '' && scanQuotes(line, separator, false) === 'complete');
        expect(parse(line, { delimiter: separator, relax_column_count: true, trim: true })).toHaveLength(1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('calls only lines complete that csv-parse reads the same alone and among others', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), delimiter, (lines, separator) => {
        const options = {
          delimiter: separator,
          record_delimiter: '\n',
          relax_column_count: true,
          trim: true,
        };
        const complete = lines.filter(
          (line) => line.trim() !== '' && scanQuotes(line, separator, false) === 'complete',
        );
        fc.pre(complete.length > 0);
        const alone = complete.flatMap((line) => parse(line, options));
        expect(parse(complete.join('\n'), options)).toEqual(alone);
      }),
      { numRuns: 2_000 },
    );
  });

  it('calls every row complete that is written by the rules', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), delimiter, (cells, separator) => {
        const line = stringify([cells], { delimiter: separator }).slice(0, -1);
        expect(scanQuotes(line, separator, false)).toBe('complete');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('RecordReader', () => {
  it('returns every line once, in order, regardless of its quotes', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 10 }), delimiter, (lines, separator) => {
        const records = read(lines, separator);
        const joined = records.flatMap(({ line, text: found }) =>
          found.split('\n').map((each, index) => [line + index, each] as const),
        );
        const filled = lines.map((each, index) => [index + 1, each] as const);
        // Only empty lines outside of quoted cells are left out.
        expect(joined.filter(([, each]) => each.trim() !== '')).toEqual(
          filled.filter(([, each]) => each.trim() !== ''),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('has a problem for every row of more than one line', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 10 }), (lines) => {
        for (const record of read(lines, ',')) {
          if (record.text.includes('\n')) expect(record.problem).toMatch(/^a line break inside a cell/);
          else if (record.problem === null) expect(scanQuotes(record.text, ',', false)).toBe('complete');
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

import { maskAddresses } from '../mask-address.ts';
import type { FileSeen } from './import-file-queries.ts';
import type { CsvFile } from './read-csv-file.ts';

/** Rows that are searched for samples, and samples per column. */
const SAMPLE = { rows: 50, cells: 2, characters: 30 } as const;

/**
 * Describes the columns of a file: name, use, and the first distinct cells, with addresses masked. Reads the
 * first rows and closes the file.
 */
export async function describeFile(file: CsvFile): Promise<FileSeen> {
  const { plan, questions } = file;
  const samples = plan.names.map(() => new Set<string>());
  let rows = 0;
  for await (const batch of file.cells) {
    for (const row of batch.slice(0, SAMPLE.rows - rows)) {
      if (!('cells' in row)) continue;
      for (const [index, cell] of row.cells.entries()) addSample(samples[index], cell);
    }
    rows += batch.length;
    if (rows >= SAMPLE.rows) break;
  }
  const columns = plan.names.map((name, index) => {
    const field = [...plan.fields].find(([, indexes]) => indexes.includes(index))?.[0];
    const status = plan.status.find((column) => column.index === index)?.meaning;
    const use = plan.ignored.includes(index) ? ('ignore' as const) : (field ?? status ?? ('' as const));
    return { name, use, samples: [...(samples[index] ?? [])] };
  });
  return { columns, questions };
}

function addSample(samples: Set<string> | undefined, cell: string): void {
  const text = maskAddresses(cell.replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ').trim());
  if (text !== '' && samples !== undefined && samples.size < SAMPLE.cells)
    samples.add(text.length > SAMPLE.characters ? `${text.slice(0, SAMPLE.characters)}…` : text);
}

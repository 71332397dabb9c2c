import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { PaperboyError } from '../errors.ts';

/**
 * Files in a data folder by the patterns that they match, sorted by name. Throws PaperboyError
 * `BACKTEST_FOLDER_MISSING`, or `BACKTEST_FILES_MISSING` for a pattern without a file.
 */
export async function findFiles(
  folder: string,
  patterns: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory())
    throw new PaperboyError({
      code: 'BACKTEST_FOLDER_MISSING',
      message: `There is no folder ${folder}.`,
      remedy: 'Pass the folder of the recorded data with --data.',
    });
  const files = new Map<string, readonly string[]>();
  for (const pattern of patterns) files.set(pattern, await matchingFiles(folder, pattern));
  return files;
}

async function matchingFiles(folder: string, pattern: string): Promise<string[]> {
  const place = join(folder, posix.dirname(pattern));
  const name = nameExpression(posix.basename(pattern));
  const names = await readdir(place).catch(() => []);
  const matching = names.filter((each) => name.test(each)).sort();
  if (matching.length === 0)
    throw new PaperboyError({
      code: 'BACKTEST_FILES_MISSING',
      message: `No file in ${folder} matches ${pattern}.`,
      remedy: 'CONTRIBUTING.md describes the files of each scenario.',
    });
  return matching.map((each) => join(place, each));
}

function nameExpression(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`);
}

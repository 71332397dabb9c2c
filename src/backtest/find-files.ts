import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { PaperboyError } from '../errors.ts';
import type { Scenario } from './scenario.ts';

/**
 * Files in a data folder by the patterns that they match, sorted by name. Throws PaperboyError
 * `BACKTEST_FOLDER_MISSING`, or `BACKTEST_FILES_MISSING` if a needed pattern, or all of `needsOneOf`, have no
 * file.
 */
export async function findFiles(
  folder: string,
  { needs, needsOneOf = [], uses = [] }: Pick<Scenario, 'needs' | 'needsOneOf' | 'uses'>,
): Promise<Map<string, readonly string[]>> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory())
    throw new PaperboyError({
      code: 'BACKTEST_FOLDER_MISSING',
      message: `There is no folder ${folder}.`,
      remedy: 'Pass the folder of the recorded data with --data.',
    });
  const files = new Map<string, readonly string[]>();
  for (const pattern of [...needs, ...needsOneOf, ...uses])
    files.set(pattern, await matchingFiles(folder, pattern));
  const isMissing = (pattern: string) => files.get(pattern)?.length === 0;
  const missing = needs.find(isMissing);
  if (missing !== undefined) throw missingError(folder, missing);
  if (needsOneOf.length > 0 && needsOneOf.every(isMissing))
    throw missingError(folder, needsOneOf.join(' or '));
  return files;
}

async function matchingFiles(folder: string, pattern: string): Promise<string[]> {
  const place = join(folder, posix.dirname(pattern));
  const name = nameExpression(posix.basename(pattern));
  const names = await readdir(place).catch(() => []);
  const matching = names.filter((each) => name.test(each)).sort();
  return matching.map((each) => join(place, each));
}

function missingError(folder: string, pattern: string): PaperboyError {
  return new PaperboyError({
    code: 'BACKTEST_FILES_MISSING',
    message: `No file in ${folder} matches ${pattern}.`,
    remedy: 'CONTRIBUTING.md describes the files of each scenario.',
  });
}

function nameExpression(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`);
}

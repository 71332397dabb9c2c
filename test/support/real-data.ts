import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Folder of real responses and lists beside the project. `TEST_DATA_DIR` names another one, or `none` to run
 * without them.
 */
const FOLDER = process.env.TEST_DATA_DIR ?? '../shared/data';

/** Path of a real data file; it exists when `missingData` returned null for it. */
export function dataPath(file: string): string {
  return join(FOLDER, file);
}

/**
 * Returns null when all these files exist, else the reason to skip their suite. Throws instead when
 * `TEST_REQUIRES_ALL` is set: a run that requires everything must not skip in silence.
 */
export function missingData(...files: string[]): string | null {
  const missing = files.find((file) => !existsSync(dataPath(file)));
  if (missing === undefined) return null;
  if (process.env.TEST_REQUIRES_ALL && FOLDER !== 'none')
    throw new Error(`${dataPath(missing)} is missing. Set TEST_DATA_DIR to its folder, or to none to skip.`);
  return `skipped: no ${dataPath(missing)}`;
}

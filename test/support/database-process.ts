import { createInterface } from 'node:readline';
import { connectDatabase } from '../../src/db/connect.ts';
import { reasonOf } from '../../src/errors.ts';

/**
 * A process that opens the data directory named on its command line and prints `opened <kind>` or `refused
 * <code>`. It answers each line of SQL on its standard input with one line of JSON, and closes when its input
 * ends.
 */
const [directory = ''] = process.argv.slice(2);
const say = (line: string) => void process.stdout.write(`${line}\n`);
const report = (error: Error) => void process.stderr.write(`${reasonOf(error)}\n`);
try {
  const database = await connectDatabase({ DATABASE_URL: undefined, DATA_DIR: directory }, report);
  const pool = database.newPool({ max: 1, searchPath: 'public', onError: report });
  say(`opened ${database.kind}`);
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'close') break;
    const { rows } = await pool.query<Record<string, unknown>>(line);
    say(`rows ${JSON.stringify(rows)}`);
  }
  await database.close();
  say('closed');
  process.exit(0);
} catch (error) {
  say(`refused ${error instanceof Error && 'code' in error ? String(error.code) : reasonOf(error)}`);
  process.exit(1);
}

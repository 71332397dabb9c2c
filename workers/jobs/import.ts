import { runImport } from '../../src/subscribers/csv/run-import.ts';
import type { Handler } from '../job-handler.ts';

/** Twice is safe, also at once: a step takes its lines away in the transaction that brings them in, and holds the import's row. */
export const importJob: Handler<'import'> = (ctx, payload, signal) => runImport(ctx, payload, signal);

import { runImport } from '../../src/subscribers/csv/run-import.ts';
import type { Handler } from '../job-handler.ts';

/**
 * Safe to repeat, also concurrently: each step locks the import's row and deletes its lines in the importing
 * transaction.
 */
export const importJob: Handler<'import'> = (ctx, payload, signal) => runImport(ctx, payload, signal);

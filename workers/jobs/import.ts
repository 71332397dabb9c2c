import { carryOutImport } from '../../src/subscribers/csv/carry-out-import.ts';
import type { Handler } from '../job-handler.ts';

/** Twice is safe, also at once: a step takes its lines away in the transaction that brings them in, and holds the import's row. */
export const importJob: Handler<'import'> = (ctx, payload, signal) => carryOutImport(ctx, payload, signal);

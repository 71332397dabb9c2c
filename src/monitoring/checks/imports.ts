import { LATE_AFTER } from '../../../config/alerts.ts';
import { readImport, readStuckImports } from '../../subscribers/csv/import-queries.ts';
import type { Check } from './check.ts';

/**
 * Started imports without progress for `LATE_AFTER.importMinutes`; an alert ends with the next completed
 * step.
 */
export const checkImports: Check = async (ctx, now) => {
  const stuck = await readStuckImports(ctx.db, new Date(now.getTime() - LATE_AFTER.importMinutes * 60_000));
  const imports = await Promise.all(stuck.map((id) => readImport(ctx.db, id)));
  return {
    codes: ['IMPORT_STUCK'],
    alerts: imports.flatMap((stuckImport) => {
      if (stuckImport === undefined) return [];
      const { id, operator, movedAt } = stuckImport;
      const since = movedAt.toISOString().slice(0, 16).replace('T', ' ');
      const message = `Import ${id}, started by ${operator}, has made no progress since ${since} UTC.`;
      return { code: 'IMPORT_STUCK' as const, subject: String(id), message };
    }),
  };
};

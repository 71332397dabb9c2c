import { LATE_AFTER } from '../../../config/alerts.ts';
import { readImport, readStuckImports } from '../../subscribers/csv/import-queries.ts';
import type { Check } from './check.ts';

/** Imports that somebody started and that move no more; over as soon as a step is done. */
export const checkImports: Check = async (ctx, now) => {
  const stuck = await readStuckImports(ctx.db, new Date(now.getTime() - LATE_AFTER.importMinutes * 60_000));
  const imports = await Promise.all(stuck.map((id) => readImport(ctx.db, id)));
  return {
    codes: ['IMPORT_STUCK'],
    alerts: imports.flatMap((one) =>
      one === undefined
        ? []
        : {
            code: 'IMPORT_STUCK' as const,
            subject: String(one.id),
            message: `Import ${one.id} of ${one.operator} has not moved since ${one.movedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
          },
    ),
  };
};

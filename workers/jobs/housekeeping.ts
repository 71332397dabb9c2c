import { deleteExpiredSessions } from '../../src/accounts/session.ts';
import { cleanUp } from '../../src/delivery/plan/housekeep.ts';
import { forgetPayloads } from '../../src/feedback/sweep-reports.ts';
import { forgetImports } from '../../src/subscribers/csv/carry-out-import.ts';
import type { Handler } from '../job-handler.ts';

/** Twice is safe: what is past its time is deleted once. */
export const housekeepingJob: Handler<'housekeeping'> = async (ctx) => ({
  ...(await cleanUp(ctx)),
  payloadsErased: await forgetPayloads(ctx),
  sessionsForgotten: await deleteExpiredSessions(ctx),
  importsDropped: await forgetImports(ctx),
});

import { housekeep } from '../src/delivery/housekeep.ts';
import { forgetPayloads } from '../src/feedback/sweep-events.ts';
import { forgetSessions } from '../src/operator/session.ts';
import { forgetImports } from '../src/subscribers/carry-out-import.ts';
import type { Handler } from './handle.ts';

/** Twice is safe: what is past its time is deleted once. */
export const housekeepingJob: Handler<'housekeeping'> = async (ctx) => ({
  ...(await housekeep(ctx)),
  payloadsErased: await forgetPayloads(ctx),
  sessionsForgotten: await forgetSessions(ctx),
  importsDropped: await forgetImports(ctx),
});

import { sendShare } from '../../src/delivery/pipeline/send-due.ts';
import type { Handler } from '../job-handler.ts';

/** Safe to repeat, for the reasons in deliver.ts; the job that follows has the same id. */
export const sendDueJob: Handler<'send-due'> = (ctx, payload, signal) =>
  sendShare(ctx, payload, ctx.pools, signal);

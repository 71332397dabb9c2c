import { housekeep } from '../src/delivery/housekeep.ts';
import type { Handler } from './handle.ts';

/** Twice is safe: what is past its time is deleted once. */
export const housekeepingJob: Handler<'housekeeping'> = (ctx) => housekeep(ctx);

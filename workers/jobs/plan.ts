import { plan } from '../../src/delivery/plan/plan.ts';
import type { Handler } from '../job-handler.ts';

/** Safe to repeat: rows are unique on edition and subscriber, so only missing ones are added. */
export const planJob: Handler<'plan'> = (ctx, payload) => plan(ctx, { day: payload.day });

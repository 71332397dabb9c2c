import { planEditions } from '../../src/delivery/plan/plan-editions.ts';
import type { Handler } from '../job-handler.ts';

/** Safe to repeat: rows are unique on edition and subscriber, so only missing ones are added. */
export const planJob: Handler<'plan'> = (ctx, payload) => planEditions(ctx, { day: payload.day });

import { planEditions } from '../../src/delivery/plan/plan-editions.ts';
import { endPauses } from '../../src/subscribers/preferences/end-pauses.ts';
import type { Handler } from '../job-handler.ts';

/** Safe to repeat: rows are unique on edition and subscriber, so only missing ones are added. */
export const planJob: Handler<'plan'> = async (ctx, payload) => {
  // Hourly, because a day begins at another hour in each time zone.
  await endPauses(ctx);
  return planEditions(ctx, { day: payload.day });
};

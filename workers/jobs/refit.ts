import { refitColdModel } from '../../src/trending/cold/refit-cold-model.ts';
import type { Handler } from '../job-handler.ts';

/** Safe to repeat: the same lists are not fitted twice, and a stored model is never changed. */
export const refitJob: Handler<'refit'> = (ctx, _payload, signal) => refitColdModel(ctx, { signal });

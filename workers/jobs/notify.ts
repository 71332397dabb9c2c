import { notify } from '../../src/delivery/transactional/send-transactional.ts';
import type { Handler } from '../job-handler.ts';

/** Twice is safe: the row says whether the mail went out, and an unknown outcome is repeated only under its key. */
export const notifyJob: Handler<'notify'> = (ctx, payload) => notify(ctx, payload);

import { notify } from '../src/delivery/notify.ts';
import type { Handler } from './handle.ts';

/** Twice is safe: the row says whether the mail went out, and an unknown outcome is repeated only under its key. */
export const notifyJob: Handler<'notify'> = (ctx, payload) => notify(ctx, payload);

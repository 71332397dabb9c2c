import { sendTransactional } from '../../src/delivery/transactional/send-transactional.ts';
import type { Handler } from '../job-handler.ts';

/**
 * Safe to repeat: the row records the outcome, and an uncertain one is replayed only under its idempotency
 * key.
 */
export const notifyJob: Handler<'notify'> = (ctx, payload) => sendTransactional(ctx, payload);

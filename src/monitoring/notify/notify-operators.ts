import { reasonOf } from '../../errors.ts';
import type { MonitorContext } from '../checks/check.ts';
import { notifyByEmail } from './notify-by-email.ts';
import { notifyByWebhook } from './notify-by-webhook.ts';

/**
 * Notifies operators of opened and resolved alerts by webhook and email, once per channel. Each notification
 * is a leased row, so any number of processes may run this at once. A channel that fails does not stop the
 * other. Never throws.
 */
export async function notifyOperators(ctx: MonitorContext): Promise<void> {
  for (const [channel, notify] of [
    ['webhook', notifyByWebhook],
    ['mail', notifyByEmail],
  ] as const) {
    try {
      await notify(ctx);
    } catch (error) {
      ctx.log.error({ channel, reason: reasonOf(error) }, 'alert notification failed');
    }
  }
}

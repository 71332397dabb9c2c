import { reasonOf } from '../../errors.ts';
import type { MonitorContext } from '../checks/check.ts';
import { notifyByEmail } from './notify-by-email.ts';
import { notifyByWebhook } from './notify-by-webhook.ts';

/**
 * Tells the operator what has opened and what is over, by webhook and by mail, each once, remembered in a row, so that it may be done by
 * any number of processes at any time. One way that fails keeps nobody from the other. Never throws.
 */
export async function notifyOperators(ctx: MonitorContext): Promise<void> {
  for (const [channel, tell] of [
    ['webhook', notifyByWebhook],
    ['mail', notifyByEmail],
  ] as const) {
    try {
      await tell(ctx);
    } catch (error) {
      ctx.log.error({ channel, reason: reasonOf(error) }, 'alerts could not be told');
    }
  }
}

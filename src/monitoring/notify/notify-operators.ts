import { reasonOf } from '../../errors.ts';
import type { WatchContext } from '../check.ts';
import { tellByMail } from './notify-by-email.ts';
import { tellByWebhook } from './notify-by-webhook.ts';

/**
 * Tells the operator what has opened and what is over, by webhook and by mail, each once, remembered in a row, so that it may be done by
 * any number of processes at any time. One way that fails keeps nobody from the other. Never throws.
 */
export async function tellAlerts(ctx: WatchContext): Promise<void> {
  for (const [channel, tell] of [
    ['webhook', tellByWebhook],
    ['mail', tellByMail],
  ] as const) {
    try {
      await tell(ctx);
    } catch (error) {
      ctx.log.error({ channel, reason: reasonOf(error) }, 'alerts could not be told');
    }
  }
}

import { eraseSubscriber } from '../../../subscribers/erase.ts';
import { parseAddress } from '../../../subscribers/subscriber.ts';
import type { Subscriber } from '../../../subscribers/subscriber-queries.ts';
import type { UnsuppressResult } from '../../../suppression/unsuppress.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { Notice } from '../frame/dashboard.ts';
import { SUBSCRIBERS_TEXTS } from './subscribers-texts.ts';

/** What lifting came to, in words. */
export function unsuppressedNotice(outcome: UnsuppressResult): Notice {
  const words = {
    asked: SUBSCRIBERS_TEXTS.asked,
    unsuppressed: SUBSCRIBERS_TEXTS.lifted,
    unchanged: SUBSCRIBERS_TEXTS.nothingToLift,
  };
  return { text: words[outcome], bad: false };
}

/** Erases a person whose address was typed once more. Pressed again it finds nothing to do. */
export async function eraseConfirmed(
  ctx: Pick<WebContext, 'db' | 'clock'>,
  subscriber: Subscriber,
  input: { operator: string; confirm: string },
): Promise<Notice> {
  if (subscriber.state === 'erased') return { text: SUBSCRIBERS_TEXTS.erasedBefore, bad: false };
  if (subscriber.address === null || parseAddress(input.confirm) !== subscriber.address)
    return { text: SUBSCRIBERS_TEXTS.eraseUnconfirmed, bad: true };
  await eraseSubscriber(ctx, subscriber.id, {
    audit: {
      operator: input.operator,
      verb: 'subscriber erase',
      subject: subscriber.id,
      before: { state: subscriber.state },
      after: { state: 'erased' },
    },
  });
  return { text: SUBSCRIBERS_TEXTS.erased, bad: false };
}

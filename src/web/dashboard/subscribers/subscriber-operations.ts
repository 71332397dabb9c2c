import { eraseSubscriber } from '../../../subscribers/erase.ts';
import { parseAddress } from '../../../subscribers/subscriber.ts';
import type { Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { unsuppress } from '../../../suppression/unsuppress.ts';
import { fieldOf } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { Notice } from '../frame/dashboard.ts';
import { errorNotice } from '../frame/notice.ts';
import { SUBSCRIBER_OPERATION_TEXTS as TEXTS } from './subscribers-texts.ts';

/**
 * Unsuppresses an address with the form's reason and confirmation. Returns the result or the error as a
 * notice.
 */
export async function unsuppressByForm(
  ctx: WebContext,
  body: Record<string, unknown>,
  input: { operator: string; address: string },
): Promise<Notice> {
  try {
    const [reason, confirm] = [fieldOf(body, 'reason'), fieldOf(body, 'confirm')];
    const result = await unsuppress(ctx, { ...input, reason, confirm });
    const { confirmationSent, done, nothing } = TEXTS.unsuppress;
    const text = { asked: confirmationSent, unsuppressed: done, unchanged: nothing }[result];
    return { text, isError: false };
  } catch (error) {
    return errorNotice(error);
  }
}

/** Erases a subscriber when `confirm` repeats their address. A second call finds nothing to do. */
export async function eraseConfirmed(
  ctx: Pick<WebContext, 'db' | 'clock'>,
  subscriber: Subscriber,
  input: { operator: string; confirm: string },
): Promise<Notice> {
  const { id, address, state } = subscriber;
  if (state === 'erased') return { text: TEXTS.erase.doneBefore, isError: false };
  if (address === null || parseAddress(input.confirm) !== address)
    return { text: TEXTS.erase.mismatch, isError: true };
  await eraseSubscriber(ctx, id, {
    audit: {
      operator: input.operator,
      verb: 'subscriber erase',
      subject: id,
      before: { state },
      after: { state: 'erased' },
    },
  });
  return { text: TEXTS.erase.done, isError: false };
}

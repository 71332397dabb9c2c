import { z } from 'zod';
import { cancelEdition } from '../../../delivery/operations/cancel-edition.ts';
import { pauseEdition } from '../../../delivery/operations/pause-edition.ts';
import { resumeEdition } from '../../../delivery/operations/resume-edition.ts';
import { retryFailed } from '../../../delivery/operations/retry-failed.ts';
import { settleUncertain } from '../../../delivery/operations/settle-uncertain.ts';
import { startSending } from '../../../delivery/pipeline/send-due.ts';
import { sumCounts } from '../../../delivery/status/counts-by-reason.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { EditionFacts } from './edition-facts.ts';
import { CONFIRMATION_TEXTS, type OperationCounts } from './editions-texts.ts';

/** Operations on an edition, as in the URL. */
export const OPERATIONS = ['pause', 'resume', 'cancel', 'retry', 'mark-accepted', 'send-again'] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** Operations that settle uncertain deliveries, all of an edition or a single one. */
export type SettlingOperation = Extract<OperationName, 'mark-accepted' | 'send-again'>;

/** Parses the operation's name in a URL; null for any other text. */
export function parseOperation(text: string): OperationName | null {
  return z.enum(OPERATIONS).safeParse(text).data ?? null;
}

/** True for an operation that settles uncertain deliveries. */
export function isSettling(operation: OperationName): operation is SettlingOperation {
  return operation === 'mark-accepted' || operation === 'send-again';
}

/** Carries out an operation and returns its result in words. `subscriber` limits settling to one delivery. */
export async function runEditionOperation(
  ctx: WebContext,
  operation: OperationName,
  input: { edition: string; operator: string; subscriber: string | undefined },
): Promise<string> {
  const { done } = CONFIRMATION_TEXTS;
  switch (operation) {
    case 'pause':
      return done.pause((await pauseEdition(ctx, input)).changed);
    case 'resume': {
      const resumed = await resumeEdition(ctx, input);
      await startSending(ctx, resumed);
      return done.resume(resumed.changed);
    }
    case 'cancel':
      return done.cancel((await cancelEdition(ctx, input)).changed);
    case 'retry':
      return done.retry((await retryFailed(ctx, input)).planned);
    case 'mark-accepted':
      return done.markAccepted((await settleUncertain(ctx, { ...input, outcome: 'arrived' })).settled);
    case 'send-again':
      return done.sendAgain((await settleUncertain(ctx, { ...input, outcome: 'send-again' })).settled);
  }
}

/** Numbers for the confirmation page. */
export function operationCounts({ totals, ineligible }: EditionFacts): OperationCounts {
  const { planned, accepted, uncertain, failed } = totals;
  const lost = sumCounts(ineligible);
  return { planned, accepted, uncertain, retried: failed - lost, ineligible: lost };
}

/** Operations that the edition's state allows. */
export function possibleOperations({ totals, ineligible }: EditionFacts): OperationName[] {
  const { state, failed, uncertain } = totals;
  const isOver = state === 'cancelled' || state === 'skipped';
  const possible: Record<OperationName, boolean> = {
    pause: state === 'open',
    resume: state === 'paused',
    cancel: state === 'open' || state === 'paused',
    retry: !isOver && failed > sumCounts(ineligible),
    'mark-accepted': uncertain > 0,
    'send-again': !isOver && uncertain > 0,
  };
  return OPERATIONS.filter((operation) => possible[operation]);
}

import { type RefusalCause, readRefusal } from '../../suppression/refusal-cause.ts';
import type { ProviderReport, ReportKind } from './report.ts';

export type BounceClass = Pick<ProviderReport, 'kind' | 'about'>;

export const SOFT_BOUNCE: BounceClass = { kind: 'soft-bounce', about: 'address' };
export const HARD_BOUNCE: BounceClass = { kind: 'hard-bounce', about: 'address' };
export const EMAIL_REFUSED: BounceClass = { kind: 'refused', about: 'mail' };

const CLASS_OF_CAUSE: Record<RefusalCause, BounceClass> = {
  mailbox: HARD_BOUNCE,
  full: SOFT_BOUNCE,
  unclear: SOFT_BOUNCE,
  limit: EMAIL_REFUSED,
  sender: EMAIL_REFUSED,
  message: EMAIL_REFUSED,
};

/**
 * Classifies a failed email by everything that was said about it: status fields (RFC 3463), diagnostic texts,
 * words of a plain-text bounce. In doubt it is a soft bounce: a wrong hard bounce would end a subscription,
 * and a right one shows again within days.
 */
export function classifyBounce(...texts: readonly (string | undefined)[]): BounceClass {
  return CLASS_OF_CAUSE[readRefusal({ texts: texts.filter((text) => text !== undefined) })];
}

/**
 * Classifies a bounce that its provider has already judged. The provider's verdict counts where the mail
 * server said nothing; it also calls policy blocks permanent, so otherwise the server's words decide.
 */
export function classifyJudgedBounce(
  verdict: 'permanent' | 'other',
  texts: readonly (string | undefined)[],
): BounceClass {
  const said = texts.filter((text) => text !== undefined && text.trim() !== '');
  if (said.length === 0) return verdict === 'permanent' ? HARD_BOUNCE : SOFT_BOUNCE;
  const read = classifyBounce(...said);
  return read.kind === 'hard-bounce' && verdict !== 'permanent' ? SOFT_BOUNCE : read;
}

/** True for kinds that blame an address: a report of such a kind with several addresses must blame none. */
export function blamesAddress(kind: ReportKind): boolean {
  return kind === 'hard-bounce' || kind === 'soft-bounce' || kind === 'complaint';
}

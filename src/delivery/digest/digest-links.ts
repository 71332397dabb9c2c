import { type MarkSubject, markToken } from '../../subscribers/preferences/mark.ts';
import { signToken, type TokenKeys } from '../../token.ts';

/** One-click unsubscribe link; also the target of RFC 8058. */
export function unsubscribeUrl(publicUrl: string, unsubscribeKey: string): string {
  return `${publicUrl}/leave/${unsubscribeKey}`;
}

/** Link to a subscriber's preferences. It does not expire: old emails must keep working. */
export function preferencesUrl(publicUrl: string, keys: TokenKeys, subscriberId: string): string {
  return `${publicUrl}/preferences/${signToken(keys, 'preferences', subscriberId, null)}`;
}

/**
 * Link to a digest as a page, see publicDigestProps. It does not expire, and works while the papers of the
 * digest are kept.
 */
export function digestUrl(publicUrl: string, keys: TokenKeys, deliveryId: string): string {
  return `${publicUrl}/digests/${signToken(keys, 'digest', deliveryId, null)}`;
}

/** Page of a paper. */
export function paperUrl(publicUrl: string, paperId: string): string {
  return `${publicUrl}/papers/${paperId}`;
}

/** Links that save a paper or ask for more or less like it; they do not expire either. */
export function markUrls(
  publicUrl: string,
  keys: TokenKeys,
  subject: MarkSubject,
): { saveUrl: string; moreUrl: string; lessUrl: string } {
  return {
    saveUrl: `${publicUrl}/save/${markToken(keys, 'save', subject)}`,
    moreUrl: `${publicUrl}/more/${markToken(keys, 'more', subject)}`,
    lessUrl: `${publicUrl}/less/${markToken(keys, 'less', subject)}`,
  };
}

import type { DigestProps } from '../../../templates/digest/props.ts';
import { markToken } from '../../subscribers/preferences/mark.ts';
import { signToken, type TokenKeys } from '../../token.ts';

/** One-click unsubscribe link; also the target of RFC 8058. */
export function unsubscribeUrl(publicUrl: string, unsubscribeKey: string): string {
  return `${publicUrl}/leave/${unsubscribeKey}`;
}

/** Link to a subscriber's preferences. It does not expire: old emails must keep working. */
export function preferencesUrl(publicUrl: string, keys: TokenKeys, subscriberId: string): string {
  return `${publicUrl}/preferences/${signToken(keys, 'preferences', subscriberId, null)}`;
}

/** What the reader's own links of one email are made of. */
export interface LinkTokens {
  /** Opens the preferences, the reading list and the links below each pick. */
  token: string;
  /**
   * Opens the digest as a page, see publicDigestProps; null without a delivery. A token of its own, because
   * readers share this link.
   */
  page: string | null;
  /** Unsubscribe key. */
  key: string;
}

/** Signs the links of an email. They do not expire: old emails must keep working. */
export function signLinks(
  keys: TokenKeys,
  recipient: { id: string | null; subscriberId: string; unsubscribeKey: string },
): LinkTokens {
  const { id, subscriberId, unsubscribeKey } = recipient;
  return {
    token: signToken(keys, 'preferences', subscriberId, null),
    page: id === null ? null : signToken(keys, 'digest', id, null),
    key: unsubscribeKey,
  };
}

/** The reader's own links of a digest. */
export function ownLinks(
  publicUrl: string,
  { token, page, key }: LinkTokens,
): Omit<DigestProps['links'], 'site' | 'subscribe'> {
  return {
    preferences: `${publicUrl}/preferences/${token}`,
    pause: `${publicUrl}/pause/${key}`,
    unsubscribe: unsubscribeUrl(publicUrl, key),
    readingList: `${publicUrl}/preferences/${token}/reading-list`,
    browser: page === null ? null : `${publicUrl}/digests/${page}`,
  };
}

/** Page of a paper. */
export function paperUrl(publicUrl: string, paperId: string): string {
  return `${publicUrl}/papers/${paperId}`;
}

/** Links that save a paper or ask for more or less like it. */
export function markUrls(
  publicUrl: string,
  preferencesToken: string,
  paperId: string,
): { saveUrl: string; moreUrl: string; lessUrl: string } {
  const token = markToken(preferencesToken, paperId);
  return {
    saveUrl: `${publicUrl}/save/${token}`,
    moreUrl: `${publicUrl}/more/${token}`,
    lessUrl: `${publicUrl}/less/${token}`,
  };
}

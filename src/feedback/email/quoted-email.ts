import { ownMessageIds } from '../reports/report-fields.ts';
import { type FieldGroup, parseFieldGroups } from './field-groups.ts';
import { headerValue, type InboundEmail } from './inbound-email.ts';

const MAX_IDS = 20;
const MESSAGE_ID = /<[^<>\s@]{1,200}@[^<>\s@]{1,200}>/g;

/** Types under which mail servers quote the email, or only its headers. */
const QUOTED_TYPE = /^(?:message\/(?:rfc-?822|global)|text\/rfc-?822)(?:-headers?)?$/;

/** Headers in which a report itself names the email it is about. */
const NAMING_HEADERS = ['x-original-message-id', 'original-message-id', 'in-reply-to', 'references'];

/** Headers of the quoted email, which is a part of its own or follows the words of the bounce. */
export function quotedHeaders(email: InboundEmail, quotedText: string): FieldGroup {
  const groups = [...email.parts.filter(({ type }) => QUOTED_TYPE.test(type)), { text: quotedText }].flatMap(
    ({ text }) => parseFieldGroups(text).slice(0, 3),
  );
  return groups.find((group) => group.has('message-id')) ?? groups[0] ?? new Map();
}

/** True when a part quotes an email, or its headers. */
export function hasQuotedPart(email: InboundEmail): boolean {
  return email.parts.some(({ type }) => QUOTED_TYPE.test(type));
}

/**
 * Message-IDs that a report quotes: of the quoted headers, of its own fields, then our ids anywhere else, for
 * servers that quote in a format of their own. At most 20, each once.
 */
export function quotedMessageIds(
  email: InboundEmail,
  quoted: FieldGroup,
  groups: readonly FieldGroup[],
): string[] {
  const named = [
    quoted.get('message-id'),
    quoted.get('x-original-message-id'),
    ...groups.flatMap((group) => [group.get('x-original-message-id'), group.get('original-message-id')]),
    ...NAMING_HEADERS.map((name) => headerValue(email, name)),
  ].flatMap((text) => (text ?? '').slice(0, 4_000).match(MESSAGE_ID) ?? []);
  const texts = [email.text, ...email.parts.map(({ text }) => text)];
  return [...new Set([...named, ...texts.flatMap(ownMessageIds)])].slice(0, MAX_IDS);
}

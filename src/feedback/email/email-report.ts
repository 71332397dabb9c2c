import { idInMessageId } from '../reports/report-fields.ts';
import { headerValue, type InboundEmail } from './inbound-email.ts';

/** A report in its machine-readable part and the quoted email. */
export interface EmailReport {
  /** Field groups in order, separated by empty lines; names in lower case. */
  groups: readonly ReadonlyMap<string, string>[];
  /** Headers of the quoted email. */
  quoted: ReadonlyMap<string, string>;
  /** Our id of that email, or null when it is not ours. */
  emailId: string | null;
}

const MAX_GROUPS = 30;
const MAX_CHARACTERS = 256 * 1024;
const QUOTED_TYPES = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'];

/**
 * True when the whole email is a report of that type (RFC 6522); an email that forwards a report is not one.
 */
export function isReportEmail(email: Pick<InboundEmail, 'headers'>, type?: string): boolean {
  const found = /^\s*multipart\/report\s*;(.*)$/is.exec(headerValue(email, 'content-type') ?? '')?.[1];
  const named = /(?:^|;)\s*report-type\s*=\s*"?([a-z-]+)"?/i.exec(found ?? '')?.[1]?.toLowerCase();
  return found !== undefined && (type === undefined || named === type);
}

/** Parses the report in an email of that type; null when parts are missing. */
export function parseEmailReport(
  email: InboundEmail,
  type: string,
  parts: readonly string[],
): EmailReport | null {
  if (!isReportEmail(email, type)) return null;
  const machine = email.parts.find((part) => parts.includes(part.type));
  const quotedPart = email.parts.find((part) => QUOTED_TYPES.includes(part.type));
  if (!machine || !quotedPart) return null;
  const [quoted = new Map<string, string>()] = parseFieldGroups(quotedPart.text);
  return { groups: parseFieldGroups(machine.text), quoted, emailId: idInMessageId(quoted.get('message-id')) };
}

/** Parses field groups as in a header, with folded lines joined; of a repeated field the first counts. */
export function parseFieldGroups(text: string): ReadonlyMap<string, string>[] {
  return text
    .slice(0, MAX_CHARACTERS)
    .replace(/\r\n?/g, '\n')
    .replace(/^\n+/, '')
    .split(/\n[ \t]*\n\s*/, MAX_GROUPS)
    .map((group) => {
      const fields = new Map<string, string>();
      for (const line of group.replace(/\n[ \t]+/g, ' ').split('\n')) {
        const [, name, value] = /^([!-9;-~]{1,80}):(.*)$/.exec(line) ?? [];
        if (name !== undefined && !fields.has(name.toLowerCase()))
          fields.set(name.toLowerCase(), (value ?? '').trim());
      }
      return fields;
    })
    .filter((fields) => fields.size > 0);
}

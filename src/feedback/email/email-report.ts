import { idInMessageId } from '../reports/report-fields.ts';
import { headerValue, type InboundEmail } from './inbound-email.ts';

/** What a report is about, in the machine's part and the quoted mail. */
export interface EmailReport {
  /** Groups of fields as they stand, parted by empty lines; names in lower case. */
  groups: readonly ReadonlyMap<string, string>[];
  /** The headers of the mail that it quotes. */
  quoted: ReadonlyMap<string, string>;
  /** Our id of that mail, or null where it is none of ours. */
  emailId: string | null;
}

const MOST_GROUPS = 30;
const MOST_CHARACTERS = 256 * 1024;
const QUOTED_TYPES = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'];

/** Whether the whole mail is a report of that type (RFC 6522): a report that somebody forwards is a letter. */
export function isReportEmail(mail: Pick<InboundEmail, 'headers'>, type?: string): boolean {
  const found = /^\s*multipart\/report\s*;(.*)$/is.exec(headerValue(mail, 'content-type') ?? '')?.[1];
  const named = /(?:^|;)\s*report-type\s*=\s*"?([a-z-]+)"?/i.exec(found ?? '')?.[1]?.toLowerCase();
  return found !== undefined && (type === undefined || named === type);
}

/** The report in a mail that is one of that type, or null when its parts are missing. */
export function parseEmailReport(
  mail: InboundEmail,
  type: string,
  parts: readonly string[],
): EmailReport | null {
  if (!isReportEmail(mail, type)) return null;
  const machine = mail.parts.find((part) => parts.includes(part.type));
  const quotedPart = mail.parts.find((part) => QUOTED_TYPES.includes(part.type));
  if (!machine || !quotedPart) return null;
  const [quoted = new Map<string, string>()] = parseFieldGroups(quotedPart.text);
  return { groups: parseFieldGroups(machine.text), quoted, emailId: idInMessageId(quoted.get('message-id')) };
}

/** Fields as in a header, folded lines joined; of a field that is there twice, the first one counts. */
export function parseFieldGroups(text: string): ReadonlyMap<string, string>[] {
  return text
    .slice(0, MOST_CHARACTERS)
    .replace(/\r\n?/g, '\n')
    .replace(/^\n+/, '')
    .split(/\n[ \t]*\n\s*/, MOST_GROUPS)
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

import { domainToASCII } from 'node:url';

/** Parsed mailbox: `Paperboy <digest@papers.example.org>` or the address alone. */
export interface Mailbox {
  /** Display name as a reader sees it, without quotes; empty without one. */
  name: string;
  /** With its domain in ASCII form. */
  address: string;
}

const MAILBOX = /^(?:(?<name>[^<>]*)<(?<inner>[^<>]+)>|(?<bare>[^<>]+))$/;

// No quoted local parts and no address lists: anything readable as a second recipient is rejected.
const ADDRESS = /^[^\s<>@,;:"()[\]\\]{1,64}@[^\s<>@,;:"()[\]\\]{1,255}$/;

/**
 * Reads one mailbox as an operator writes it in MAIL_FROM: the name with or without quotes, with any
 * character but angle brackets. Null for anything else.
 */
export function parseMailbox(text: string): Mailbox | null {
  const { name = '', inner, bare } = MAILBOX.exec(text.trim())?.groups ?? {};
  const address = (inner ?? bare ?? '').trim();
  if (!ADDRESS.test(address)) return null;
  return { name: unquote(name.trim()), address: inAscii(address) };
}

/**
 * Writes a mailbox for an API that takes a header value in Unicode. A name with characters that RFC 5322 does
 * not allow in an atom is quoted, so that no comma or colon in it starts another mailbox or a group.
 */
export function formatMailbox({ name, address }: Mailbox): string {
  if (name === '') return address;
  const plain = /^[^\p{Cc}()<>[\]:;@\\,."]*$/u.test(name);
  return `${plain ? name : `"${name.replace(/["\\]/g, '\\$&')}"`} <${address}>`;
}

function unquote(name: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(name)?.[1];
  return quoted === undefined ? name : quoted.replace(/\\(.)/g, '$1');
}

/** Converts the domain to ASCII: SMTP without SMTPUTF8 allows no other form. */
function inAscii(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (!/[^ -~]/.test(domain) || /[%/?#\p{Cc}]/u.test(domain)) return address;
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`;
}

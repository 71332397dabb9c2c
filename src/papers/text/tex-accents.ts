/** Accent commands (text and math) and the combining character each adds to its argument. */
export const ACCENTS: ReadonlyMap<string, string> = new Map([
  ['`', '\u0300'],
  ["'", '\u0301'],
  ['^', '\u0302'],
  ['~', '\u0303'],
  ['=', '\u0304'],
  ['.', '\u0307'],
  ['"', '\u0308'],
  ['u', '\u0306'],
  ['r', '\u030A'],
  ['H', '\u030B'],
  ['v', '\u030C'],
  ['d', '\u0323'],
  ['c', '\u0327'],
  ['k', '\u0328'],
  ['b', '\u0331'],
  ['t', '\u0361'],
  ['grave', '\u0300'],
  ['acute', '\u0301'],
  ['hat', '\u0302'],
  ['widehat', '\u0302'],
  ['tilde', '\u0303'],
  ['widetilde', '\u0303'],
  ['bar', '\u0304'],
  ['overline', '\u0304'],
  ['breve', '\u0306'],
  ['dot', '\u0307'],
  ['ddot', '\u0308'],
  ['mathring', '\u030A'],
  ['check', '\u030C'],
  ['vec', '\u20D7'],
  ['not', '\u0338'],
]);

const TIE = '\u0361';

/**
 * `\b` is TeX's bar below a letter, but in abstracts mostly an author's own bold: bars only a letter that
 * Unicode has with one.
 */
export function barBelow(content: string): string {
  const barred = (content + (ACCENTS.get('b') ?? '')).normalize('NFC');
  return /^\p{L}$/u.test(content) && barred.length === content.length ? barred : content;
}

/**
 * Applies an accent command to the first letter of its argument, precomposed where Unicode can. Returns
 * content that fits no accent unchanged.
 */
export function accented(content: string, name: string, mode: 'text' | 'math'): string {
  const plain = content.replace(/^ı/, 'i').replace(/^ȷ/, 'j');
  const base = String.fromCodePoint(plain.codePointAt(0) ?? 32);
  const rest = plain.slice(base.length);
  // A tie joins two letters, and the dot of `\.i` is there already.
  if (name === 't' && /^\p{L}$/u.test(rest)) return base + TIE + rest;
  if (name === '.' && /[ij]/.test(base)) return plain;
  const composed = (base + (ACCENTS.get(name) ?? '')).normalize('NFC');
  const isOneLetter = /^\p{M}*$/u.test(rest);
  if (mode === 'math') return isOneLetter && base !== ' ' ? composed + rest : content;
  if (!/^\p{L}/u.test(base)) return name + content;
  // Without a precomposed letter this was an escaped quotation mark (`don\'t`, `\"q`), not an accent.
  if (!/^[A-Za-z]/.test(name)) return composed.length === base.length ? composed + rest : name + content;
  return isOneLetter ? composed + rest : content;
}

// Letters that NFKD does not decompose into base and mark, although readers type the base.
const UNDIVIDED: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
};
const UNDIVIDED_LETTERS = new RegExp(`[${Object.keys(UNDIVIDED).join('')}]`, 'gu');

/**
 * Words of a text: letters and digits, lower case, without diacritics. "Schrödinger's k-NN" → schrodinger s k
 * nn.
 */
export function foldedWords(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(UNDIVIDED_LETTERS, (letter) => UNDIVIDED[letter] ?? letter);
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Words of a text with a space before, between and after, so that `includes` finds whole words and phrases
 * only.
 */
export function foldedLine(text: string): string {
  return ` ${foldedWords(text).join(' ')} `;
}

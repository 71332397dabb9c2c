import { RENDERING } from '../../config/rendering.ts';

const WIDE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\uFF00-\uFF60\p{Emoji_Presentation}]/u;

/**
 * Wraps a line of text to 72 columns, each line after `indent`. No-break spaces become plain ones. Returns no
 * lines for empty text.
 */
export function wrapText(text: string, indent = ''): string[] {
  const room = RENDERING.textColumns - indent.length;
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ').flatMap((word) => splitWideWord(word, room))) {
    const width = columnWidth(word);
    if (used > 0 && used + 1 + width > room) {
      lines.push(indented(line, indent));
      line = '';
      used = 0;
    }
    line = used > 0 ? `${line} ${word}` : word;
    used += (used > 0 ? 1 : 0) + width;
  }
  return used > 0 ? [...lines, indented(line, indent)] : lines;
}

function indented(line: string, indent: string): string {
  return indent + line.replaceAll('\u00A0', ' ');
}

/** A heading and its underline. */
export function underlinedHeading(heading: string): string[] {
  return [heading, '-'.repeat(columnWidth(heading))];
}

/** Width in a terminal: Chinese, Japanese, Korean and emoji take two columns per character. */
export function columnWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** Splits a word that is wider than the line; returns any other word unchanged. */
function splitWideWord(word: string, room: number): string[] {
  if (word.length * 2 <= room || columnWidth(word) <= room) return word === '' ? [] : [word];
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const character of word) {
    const width = columnWidth(character);
    if (used + width > room) {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += character;
    used += width;
  }
  return [...parts, part];
}

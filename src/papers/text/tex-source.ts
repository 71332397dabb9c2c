/** A text with its braces paired, so that every later step finds a group's end at once and the whole stays linear. */
export interface TexSource {
  readonly text: string;
  /** For the index of each opening brace that has a partner, the partner's index; 0 elsewhere. */
  readonly closing: Int32Array;
}

/** The part of a source that is being rendered, and how. */
export interface TexSpan {
  readonly source: TexSource;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly mode: 'text' | 'math';
  /** Groups and arguments around this span. */
  readonly depth: number;
}

/**
 * Groups deeper than this are flattened instead of entered: no real text nests so deeply, and a hostile
 * one must not exhaust the stack.
 */
export const DEEPEST = 24;

/** Takes a line and pairs its braces; one behind a backslash is a character and pairs with nothing. */
export function pairBraces(text: string): TexSource {
  const closing = new Int32Array(text.length);
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '{') open.push(at);
    else if (text[at] === '}') {
      const partner = open.pop();
      if (partner !== undefined) closing[partner] = at;
    }
  }
  return { text, closing };
}

/** Where the group that opens here ends, or null when it does not end within the span. */
export function groupEnd(span: TexSpan, at: number): number | null {
  if (span.source.text[at] !== '{') return null;
  const end = span.source.closing[at] ?? 0;
  return end > at && end < span.to ? end : null;
}

/** The span between two indexes, one level deeper. */
export function inside(span: TexSpan, from: number, to: number, mode = span.mode): TexSpan {
  return { source: span.source, from, to, mode, depth: span.depth + 1 };
}

/** The first index from there on that is no space, or the span's end. */
export function afterSpaces(span: TexSpan, at: number): number {
  let next = at;
  while (next < span.to && span.source.text[next] === ' ') next++;
  return next;
}

/** Collects rendered pieces and knows what stands at their end. */
export class TexOutput {
  readonly #pieces: string[] = [];
  #gap = false;
  /** The last UTF-16 unit, or an empty string at the start. */
  last = '';
  /** Whether the output ends inside a web address, whose tildes, dashes and underscores mean themselves. */
  inAddress = false;

  push(piece: string): void {
    if (piece === '') return;
    if (this.#gap && /^[\p{L}\p{N}]/u.test(piece)) this.#pieces.push(' ');
    this.pushTight(piece);
  }

  /** Like push, but without the space that gap() asked for. */
  pushTight(piece: string): void {
    if (piece === '') return;
    this.#gap = false;
    const word = piece.lastIndexOf(' ') + 1;
    this.inAddress = (word === 0 && this.inAddress) || piece.indexOf('://', word) > 0;
    this.#pieces.push(piece);
    this.last = piece.at(-1) ?? '';
  }

  /** Asks for a space before the next piece if that piece starts with a letter or digit. */
  gap(): void {
    this.#gap = true;
  }

  /** Takes back a space at the end, where what would have followed it is not shown. */
  retractSpace(): void {
    const piece = this.#pieces.pop()?.replace(/ $/, '');
    if (piece) this.#pieces.push(piece);
    this.last = piece?.at(-1) ?? '';
  }

  toString(): string {
    return this.#pieces.join('');
  }
}

/**
 * A text with its braces paired, so that every later step finds the end of a group at once and the whole
 * stays linear.
 */
export interface TexSource {
  readonly text: string;
  /** Index of the closing brace for each opening brace that has one; 0 elsewhere. */
  readonly closing: Int32Array;
}

/** The part of a source being rendered, and its mode. */
export interface TexSpan {
  readonly source: TexSource;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly mode: 'text' | 'math';
  /** Number of groups and arguments around this span. */
  readonly depth: number;
}

/**
 * Deeper groups are flattened instead of entered: no real text nests so deeply, and a hostile one must not
 * exhaust the stack.
 */
export const DEEPEST = 24;

/** Pairs the braces of a line. A brace after a backslash is a character and pairs with nothing. */
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

/** End of the group that opens here, or null if it does not end within the span. */
export function groupEnd(span: TexSpan, at: number): number | null {
  if (span.source.text[at] !== '{') return null;
  const end = span.source.closing[at] ?? 0;
  return end > at && end < span.to ? end : null;
}

/** The span between two indexes, one level deeper. */
export function inside(span: TexSpan, from: number, to: number, mode = span.mode): TexSpan {
  return { source: span.source, from, to, mode, depth: span.depth + 1 };
}

/** First index from there on that is not a space, or the end of the span. */
export function afterSpaces(span: TexSpan, at: number): number {
  let next = at;
  while (next < span.to && span.source.text[next] === ' ') next++;
  return next;
}

/** Index after the option (`[…]`) of a command, or that index if there is none. */
export function afterOption(span: TexSpan, at: number): number {
  if (span.source.text[at] !== '[') return at;
  const end = span.source.text.slice(at, Math.min(span.to, at + 100)).indexOf(']');
  return end < 0 ? at : at + end + 1;
}

/** Collects rendered pieces and tracks how they end. */
export class TexOutput {
  readonly #pieces: string[] = [];
  #gap = false;
  /** The last UTF-16 unit, or an empty string at the start. */
  last = '';
  /** True while the output ends inside a web address, in which tildes, dashes and underscores are literal. */
  inAddress = false;

  push(piece: string): void {
    if (piece === '') return;
    if (this.#gap && /^[\p{L}\p{N}]/u.test(piece)) this.#pieces.push(' ');
    this.pushTight(piece);
  }

  /** Like push, but ignores a pending gap(). */
  pushTight(piece: string): void {
    if (piece === '') return;
    this.#gap = false;
    const word = piece.lastIndexOf(' ') + 1;
    this.inAddress = (word === 0 && this.inAddress) || piece.indexOf('://', word) > 0;
    this.#pieces.push(piece);
    this.last = piece.at(-1) ?? '';
  }

  /** Requests a space before the next piece if that piece starts with a letter or digit. */
  gap(): void {
    this.#gap = true;
  }

  /** Removes a space at the end if what would have followed is not shown. */
  retractSpace(): void {
    const piece = this.#pieces.pop()?.replace(/ $/, '');
    if (piece) this.#pieces.push(piece);
    this.last = piece?.at(-1) ?? '';
  }

  toString(): string {
    return this.#pieces.join('');
  }
}

import { renderMacro } from './tex-macros.ts';
import { subscript, superscript } from './tex-scripts.ts';
import { DEEPEST, groupEnd, inside, pairBraces, TexOutput, type TexSpan } from './tex-source.ts';

/**
 * Renders one line that contains TeX as Unicode, in linear time. Never throws: unknown commands stay, minus
 * their backslash. Written here because the libraries fall short: unicodeit and similar map symbols
 * everywhere and turn snake_case into subscripts, parsers like unified-latex return a syntax tree and reject
 * unbalanced input, and none knows when `$5` is money.
 */
export function texToUnicode(line: string): string {
  const source = pairBraces(line);
  return render({ source, from: 0, to: line.length, mode: 'text', depth: 0 });
}

type Handler = (span: TexSpan, at: number, out: TexOutput) => number;

const HANDLERS: ReadonlyMap<string, Handler> = new Map([
  ['\\', renderCommand],
  ['{', renderGroup],
  ['}', renderStrayClosing],
  ['$', renderDollar],
  ['^', renderScript],
  ['_', renderScript],
  ['~', renderTie],
  ['-', renderDashes],
  ['`', renderQuotes],
  ["'", renderQuotes],
]);

const PLAIN_RUN = /[^\\{}$^_~\-`']+/y;

function render(span: TexSpan): string {
  const out = new TexOutput();
  const { text } = span.source;
  let at = span.from;
  while (at < span.to) {
    const handler = HANDLERS.get(text.charAt(at));
    if (handler !== undefined) {
      at = handler(span, at, out);
      continue;
    }
    PLAIN_RUN.lastIndex = at;
    const run = PLAIN_RUN.exec(text)?.[0].slice(0, span.to - at) ?? text.charAt(at);
    out.push(run);
    at += run.length;
  }
  return out.toString();
}

// Longer than any formula in an abstract. The bound keeps the search for its end linear.
const LONGEST_FORMULA = 1_000;

function renderCommand(span: TexSpan, at: number, out: TexOutput): number {
  const closing = span.mode === 'text' ? DELIMITERS.get(span.source.text.slice(at, at + 2)) : undefined;
  const end = closing === undefined ? null : findClosing(span, at + 2, closing);
  if (end === null || span.depth >= DEEPEST) return renderMacro(span, at, out, render);
  out.push(render(inside(span, at + 2, end, 'math')).trim());
  return end + 2;
}

const DELIMITERS: ReadonlyMap<string, string> = new Map([
  ['\\(', '\\)'],
  ['\\[', '\\]'],
]);

function findClosing(span: TexSpan, from: number, closing: string): number | null {
  const window = span.source.text.slice(from, Math.min(span.to, from + LONGEST_FORMULA));
  let place = window.indexOf(closing);
  while (place > 0 && window[place - 1] === '\\' && window[place - 2] !== '\\') {
    place = window.indexOf(closing, place + 1);
  }
  return place < 0 ? null : from + place;
}

function renderDollar(span: TexSpan, at: number, out: TexOutput): number {
  if (span.mode === 'math') return at + 1;
  const { text } = span.source;
  const delimiter = text[at + 1] === '$' ? '$$' : '$';
  const from = at + delimiter.length;
  const end = span.depth < DEEPEST ? findClosing(span, from, delimiter) : null;
  if (end === null || !isFormula(text.slice(from, end), text.charAt(end + delimiter.length))) {
    out.push('$');
    return at + 1;
  }
  out.push(render(inside(span, from, end, 'math')).trim());
  return end + delimiter.length;
}

/** True if the text between two dollar signs is mathematics; otherwise they are prices or shell variables. */
function isFormula(content: string, after: string): boolean {
  const trimmed = content.trim();
  const evenlySpaced = content.startsWith(' ') === content.endsWith(' ');
  const hasCommand = /\\[A-Za-z{}|]/.test(content);
  if (trimmed === '' || (!evenlySpaced && !hasCommand)) return false;
  const words = content.replace(/\\[A-Za-z]+(?:\{[^{}]*\})?/g, ' ');
  if (/\p{L}{3,} +\p{L}{3,}/u.test(words)) return false;
  if (hasCommand || /[\\^_]/.test(content)) return true;
  const isPrice = /^[\d.]/.test(content) && /\d/.test(after);
  return !isPrice && !(content.startsWith(' ') && /\p{L}{3}/u.test(words));
}

function renderGroup(span: TexSpan, at: number, out: TexOutput): number {
  const { text } = span.source;
  const end = groupEnd(span, at);
  if (end === null) out.push('{');
  if (end === null || span.depth >= DEEPEST) return at + 1;
  const inner = render(inside(span, at + 1, end));
  const isGrouping =
    span.mode === 'math' || text[at + 1] === '\\' || isBracedWord(inner, out.last, text.charAt(end + 1));
  if (isGrouping) out.push(inner);
  else out.push(`{${inner}}`);
  return end + 1;
}

/**
 * Braces that only protect capitals or bind characters, as in `{BERT}`, `{B}ert`, `6{,}181`. Sets keep
 * theirs.
 */
function isBracedWord(inner: string, before: string, after: string): boolean {
  const isAttached = /[\p{L}\p{N}\p{M}]/u.test(before) || /[\p{L}\p{N}^_]/u.test(after);
  // `{https://example.org}`, but not BibTeX's `url={…}`.
  if (inner.includes('://') && !/[,={}]/.test(inner)) return /^\s?$/.test(before);
  if (inner === '') return before !== '' && before !== ' ';
  if (/^[^\p{L}\p{N}\s{}]$/u.test(inner)) return isAttached;
  return /^(?! )[\p{L}\p{N}\p{M} ./-]+(?<! )$/u.test(inner) && (isAttached || /\p{L}.*\p{L}/u.test(inner));
}

function renderStrayClosing(span: TexSpan, at: number, out: TexOutput): number {
  // At the greatest depth groups are flattened, so their closing braces arrive here.
  if (span.depth < DEEPEST) out.push('}');
  return at + 1;
}

function renderScript(span: TexSpan, at: number, out: TexOutput): number {
  const { text } = span.source;
  const mark = text.charAt(at);
  const shape = mark === '^' ? superscript : subscript;
  const end = groupEnd(span, at + 1);
  const isAttached = span.mode === 'math' || !/^\s?$/.test(out.last);
  if (span.depth >= DEEPEST || out.inAddress || !isAttached || (span.mode === 'text' && end === null)) {
    out.push(mark);
    return at + 1;
  }
  if (end !== null) {
    out.pushTight(shape(render(inside(span, at + 2, end, 'math'))));
    return end + 1;
  }
  const single = renderSingle(span, at + 1);
  out.pushTight(single.content === '' ? mark : shape(single.content));
  return single.next;
}

/** The one command or character that a `^` or `_` without braces applies to. */
function renderSingle(span: TexSpan, at: number): { content: string; next: number } {
  const { text } = span.source;
  if (at >= span.to || '{}$^_ '.includes(text.charAt(at))) return { content: '', next: at };
  if (text[at] === '\\') {
    const out = new TexOutput();
    const next = renderMacro(inside(span, at, span.to), at, out, render);
    return { content: out.toString(), next };
  }
  const content = String.fromCodePoint(text.codePointAt(at) ?? 32);
  return { content, next: at + content.length };
}

/**
 * A tilde is TeX's space, except where it means "about" (`~5 minutes`, after a space or bracket), a range
 * (`1M~4M`) or a home directory.
 */
function renderTie(span: TexSpan, at: number, out: TexOutput): number {
  const { text } = span.source;
  const isAbout = out.inAddress || /^[\s([<>=/]?$/.test(out.last) || text[at + 1] === '/';
  const isRange = /\d[KMBkx%]?~\d/.test(text.slice(Math.max(0, at - 2), at + 2));
  out.push(span.mode === 'text' && (isAbout || isRange) ? '~' : ' ');
  return at + 1;
}

function renderDashes(span: TexSpan, at: number, out: TexOutput): number {
  const count = runLength(span, at);
  const isArrow = span.source.text[at + count] === '>';
  const dash = span.mode === 'math' || out.inAddress || isArrow ? undefined : ['', '-', '–', '—'][count];
  out.push(dash ?? '-'.repeat(count));
  return at + count;
}

function renderQuotes(span: TexSpan, at: number, out: TexOutput): number {
  const quote = span.source.text.charAt(at);
  const count = runLength(span, at);
  const end = quote === '`' && count === 1 && !out.inAddress ? quotationEnd(span, at, out.last) : null;
  if (span.mode === 'math') out.push((quote === "'" ? '′' : quote).repeat(count));
  else if (end !== null) {
    out.push(`‘${render(inside(span, at + 1, end))}’`);
    return end + 1;
  } else if (count === 2) out.push(quote === "'" ? '”' : '“');
  else out.push(quote.repeat(count));
  return at + count;
}

// Longer than any phrase that authors quote. The bound keeps the search for its end linear.
const LONGEST_QUOTATION = 120;

/**
 * Index of the apostrophe that closes the quotation opened by the backtick there, as in "a `spiky' response",
 * or null. Apostrophes within a word stay, and so does code between two backticks.
 */
function quotationEnd(span: TexSpan, at: number, before: string): number | null {
  if (!/^[\s([{/"“—–-]?$/u.test(before) || span.depth >= DEEPEST) return null;
  const window = span.source.text.slice(at + 1, Math.min(span.to, at + LONGEST_QUOTATION));
  const [upToBacktick] = /^[^`]*`?/.exec(window) ?? [''];
  const isCode = /\S`$/.test(upToBacktick) && !/[\p{L}\p{N}`]/u.test(window.charAt(upToBacktick.length));
  if (isCode || !/^[\p{L}\p{N}<#$.]/u.test(window)) return null;
  const [quoted] = /^[^`{}\\]*?[^`\s](?='(?![\p{L}\p{N}']))/u.exec(window) ?? [];
  return quoted === undefined ? null : at + 1 + quoted.length;
}

function runLength(span: TexSpan, at: number): number {
  const { text } = span.source;
  let end = at;
  while (end < span.to && text[end] === text[at]) end++;
  return end - at;
}

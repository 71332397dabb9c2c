import { ACCENTS, accented } from './tex-accents.ts';
import { subscript, superscript } from './tex-scripts.ts';
import { afterSpaces, DEEPEST, groupEnd, inside, TexOutput, type TexSpan } from './tex-source.ts';
import {
  DOUBLE_STRUCK,
  GREEK,
  HIDES_ARGUMENT,
  INVISIBLE,
  LETTERS,
  OPERATORS,
  RELATIONS,
  SHOWS_ARGUMENT,
  SHOWS_SECOND_ARGUMENT,
  SPACES,
  SYMBOLS,
} from './tex-symbols.ts';

/** Renders a span with everything in it. Passed in because groups and commands contain each other. */
type Render = (span: TexSpan) => string;

/** One command of a span: its name, and the index after it. */
interface Macro {
  readonly span: TexSpan;
  readonly name: string;
  readonly next: number;
  readonly out: TexOutput;
  readonly render: Render;
}

/**
 * Renders the command with its backslash at `at`, and its arguments, and returns the index after them. An
 * unknown command keeps its name and loses its backslash. Never throws.
 */
export function renderMacro(span: TexSpan, at: number, out: TexOutput, render: Render): number {
  const { text } = span.source;
  const word = commandName(span, at);
  if (word !== '') {
    const star = text[at + 1 + word.length] === '*' && at + 1 + word.length < span.to ? 1 : 0;
    return renderNamed({ span, name: word, next: at + 1 + word.length + star, out, render });
  }
  const sign = at + 1 < span.to ? String.fromCodePoint(text.codePointAt(at + 1) ?? 32) : '';
  return renderSign({ span, name: sign, next: at + 1 + sign.length, out, render });
}

// Bounded, so that reading a name again and again (as arguments of each other) stays cheap.
const LETTER_RUN = /[A-Za-z]{1,60}/y;

function commandName(span: TexSpan, at: number): string {
  LETTER_RUN.lastIndex = at + 1;
  return LETTER_RUN.exec(span.source.text)?.[0].slice(0, span.to - at - 1) ?? '';
}

function renderSign(macro: Macro): number {
  const { name, next, out, span } = macro;
  if (ACCENTS.has(name)) return renderAccent(macro);
  if (SPACE_SIGNS.has(name)) {
    if (out.last !== ' ') out.push(' ');
  } else if (!UNSEEN_SIGNS.has(name) && !(name === '!' && span.mode === 'math')) {
    out.push(SYMBOLS.get(name) ?? name);
  }
  return next;
}

const SPACE_SIGNS: ReadonlySet<string> = new Set([' ', '\\', ',', ';', ':', '>']);
// Hyphenation points, kerning, and a backslash at the end of the text.
const UNSEEN_SIGNS: ReadonlySet<string> = new Set(['-', '/', '@', '']);

function renderNamed(macro: Macro): number {
  const { name, out } = macro;
  const letter = LETTERS.get(name);
  if (letter !== undefined) {
    out.push(letter);
    return afterName(macro, true);
  }
  if (name === 'not') return renderNegation(macro);
  if (ACCENTS.has(name)) return renderAccent(macro);
  const relation = RELATIONS.get(name);
  if (relation !== undefined) return renderRelation(macro, relation);
  const symbol = GREEK.get(name) ?? SYMBOLS.get(name);
  if (symbol !== undefined) {
    out.push(symbol);
    return afterName(macro, macro.span.mode === 'math');
  }
  if (OPERATORS.has(name)) {
    out.push(/[\p{L}\p{N})]/u.test(out.last) ? ` ${name}` : name);
    out.gap();
    return afterName(macro, true);
  }
  if (INVISIBLE.has(name)) return renderSilence(macro);
  if (SPACES.has(name)) {
    out.push(' ');
    return macro.next;
  }
  return renderWithArguments(macro);
}

function renderWithArguments(macro: Macro): number {
  const { name, out, span, next } = macro;
  if (SHOWS_ARGUMENT.has(name)) {
    const argument = readArgument(macro, next);
    if (argument === null) return afterStrayOpening(macro);
    const content = argument.content;
    out.push(name === 'mathbb' ? (DOUBLE_STRUCK.get(content) ?? content) : content);
    return argument.next;
  }
  if (HIDES_ARGUMENT.has(name)) {
    const start = afterOption(span, next);
    const end = groupEnd(span, start);
    return renderSilence({ ...macro, next: end === null ? next : end + 1 });
  }
  if (SHOWS_SECOND_ARGUMENT.has(name)) {
    const end = groupEnd(span, afterOption(span, next));
    const shown = end === null ? null : readArgument(macro, end + 1);
    if (shown === null) return next;
    out.push(shown.content);
    return shown.next;
  }
  return (SHAPED.get(name) ?? renderUnknown)(macro);
}

/** Commands that render their argument in a particular form. */
const SHAPED: ReadonlyMap<string, (macro: Macro) => number> = new Map([
  ['frac', renderFraction],
  ['dfrac', renderFraction],
  ['tfrac', renderFraction],
  ['nicefrac', renderFraction],
  ['sqrt', renderRoot],
  ['footnote', (macro: Macro) => renderOne(macro, (content) => ` (${content})`)],
  ['thanks', (macro: Macro) => renderOne(macro, (content) => ` (${content})`)],
  ['textsuperscript', (macro: Macro) => renderOne(macro, superscript)],
  ['textsubscript', (macro: Macro) => renderOne(macro, subscript)],
]);

function renderOne(macro: Macro, shape: (content: string) => string): number {
  const argument = readArgument(macro, macro.next);
  if (argument !== null) macro.out.push(shape(argument.content));
  return argument?.next ?? afterStrayOpening(macro);
}

/**
 * Text truncated by a web page has lost the closing brace of its last argument: continues without either
 * brace.
 */
function afterStrayOpening({ span, next, out }: Macro): number {
  if (span.source.text[next] !== '{' || next >= span.to || span.depth >= DEEPEST) return next;
  if (/[\p{L}\p{N}.]/u.test(out.last)) out.push(' ');
  return next + 1;
}

function renderFraction(macro: Macro): number {
  const above = readArgument(macro, macro.next);
  if (above === null) return macro.next;
  const below = readArgument(macro, above.next);
  macro.out.push(below === null ? above.content : `${bracketed(above.content)}/${bracketed(below.content)}`);
  macro.out.gap();
  return below?.next ?? above.next;
}

function renderRoot(macro: Macro): number {
  return renderOne(
    { ...macro, next: afterOption(macro.span, macro.next) },
    (content) => `√${bracketed(content)}`,
  );
}

function bracketed(content: string): string {
  return /^[\p{L}\p{N}\p{M}.∞]*$/u.test(content) || /^\([^()]*\)$/.test(content) ? content : `(${content})`;
}

function renderUnknown({ name, out, next, span }: Macro): number {
  out.push(name);
  // `\ours{}` is a name, but `\ours{x}` must not run the words together.
  if (groupEnd(span, next) !== null) out.gap();
  return next;
}

function renderSilence({ name, out, next, span }: Macro): number {
  const { text } = span.source;
  // `\left.` is an invisible bracket.
  if ((name === 'left' || name === 'right') && text[next] === '.' && next < span.to) return next + 1;
  const after = afterSpaces(span, next);
  if (out.last === ' ' && HIDES_ARGUMENT.has(name) && /[,.;:)]/.test(text.charAt(after))) out.retractSpace();
  return out.last === '' || out.last === ' ' ? after : next;
}

function renderRelation(macro: Macro, relation: string): number {
  const { out, span } = macro;
  const spaced = span.source.text[macro.next] === ' ' && macro.next < span.to;
  // In running text (`3.6\times faster`) the author's own spaces are right.
  const roomy = spaced && out.last !== '' && span.mode === 'math';
  if (roomy && out.last !== ' ') out.push(' ');
  out.push(relation);
  if (roomy) out.push(' ');
  return afterName(macro, span.mode === 'math');
}

/** `\not\in` has the spaces of `\in`. */
function renderNegation(macro: Macro): number {
  const at = afterSpaces(macro.span, macro.next);
  const name = at < macro.span.to && macro.span.source.text[at] === '\\' ? commandName(macro.span, at) : '';
  const relation = RELATIONS.get(name);
  if (relation === undefined) return renderAccent(macro);
  const negated = (relation + ACCENTS.get('not')).normalize('NFC');
  return renderRelation({ ...macro, next: at + 1 + name.length }, negated);
}

/** TeX drops spaces after a command's name; an empty group there only ends the name. */
function afterName({ span, next }: Macro, swallowSpaces: boolean): number {
  if (groupEnd(span, next) === next + 1) return next + 2;
  return swallowSpaces ? afterSpaces(span, next) : next;
}

function afterOption(span: TexSpan, at: number): number {
  if (span.source.text[at] !== '[') return at;
  const end = span.source.text.slice(at, Math.min(span.to, at + 100)).indexOf(']');
  return end < 0 ? at : at + end + 1;
}

// Escaped English apostrophes (`it\'s`) outnumber names that end in ś.
const ESCAPED_APOSTROPHE = /(?<=\p{L}\\')(?:s|t|m|d|ll|re|ve)(?![\p{L}{\\])/uy;

function renderAccent(macro: Macro): number {
  const { name, next, out, span } = macro;
  const isSign = !/^[A-Za-z]/.test(name);
  ESCAPED_APOSTROPHE.lastIndex = next;
  if (name === "'" && span.mode === 'text' && ESCAPED_APOSTROPHE.test(span.source.text)) {
    out.push("'");
    return next;
  }
  // TeX drops a following space only after a named command: `\" and` closes a quotation.
  const argument = isSign && span.source.text[next] === ' ' ? null : readArgument(macro, next);
  if (argument === null || argument.content === '') {
    out.push(name);
    return argument?.next ?? next;
  }
  out.push(accented(argument.content, name, span.mode));
  return argument.next;
}

/** The argument at that index (a group, a command or one character) and the index after it. */
function readArgument({ span, render }: Macro, at: number): { content: string; next: number } | null {
  const start = afterSpaces(span, at);
  const { text } = span.source;
  if (start >= span.to || span.depth >= DEEPEST) return null;
  const end = groupEnd(span, start);
  if (end !== null) return { content: render(inside(span, start + 1, end)), next: end + 1 };
  if ('{}$^_'.includes(text.charAt(start))) return null;
  if (text[start] === '\\') {
    const out = new TexOutput();
    const next = renderMacro(inside(span, start, span.to), start, out, render);
    return { content: out.toString(), next };
  }
  const character = String.fromCodePoint(text.codePointAt(start) ?? 32);
  return { content: character, next: start + character.length };
}

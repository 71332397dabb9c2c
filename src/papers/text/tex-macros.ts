import { ACCENTS, accented, barBelow } from './tex-accents.ts';
import {
  afterName,
  afterStrayOpening,
  commandName,
  type Macro,
  type Render,
  readArgument,
} from './tex-arguments.ts';
import { renderUnknown, SHAPED } from './tex-shapes.ts';
import { afterOption, afterSpaces, groupEnd, type TexOutput, type TexSpan } from './tex-source.ts';
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
import { readQuantity } from './tex-units.ts';

/**
 * Renders the command with its backslash at `at`, and its arguments, and returns the index after them. An
 * unknown command keeps its name and loses its backslash. Never throws.
 */
export function renderMacro(span: TexSpan, at: number, out: TexOutput, render: Render): number {
  const { text } = span.source;
  const word = commandName(span, at);
  if (word !== '') {
    const star = text[at + 1 + word.length] === '*' && at + 1 + word.length < span.to ? 1 : 0;
    return renderNamed({
      span,
      name: word,
      next: at + 1 + word.length + star,
      out,
      render,
      renderCommand: renderMacro,
    });
  }
  const sign = at + 1 < span.to ? String.fromCodePoint(text.codePointAt(at + 1) ?? 32) : '';
  return renderSign({
    span,
    name: sign,
    next: at + 1 + sign.length,
    out,
    render,
    renderCommand: renderMacro,
  });
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
  // The degree sign of arXiv's metadata, except in a formula like `\deg(f)`.
  if (name === 'deg' && (macro.span.mode === 'text' || /\d/.test(out.last))) {
    out.push('°');
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
  const quantity = readQuantity(span, name, next);
  if (quantity === null) return (SHAPED.get(name) ?? renderUnknown)(macro);
  out.push(quantity.content);
  return quantity.next;
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
  // `\'{{e}}` of bibliographies: the braces within are rendered as a set's.
  const content = argument.content.replace(/^\{([^{}]*)\}$/, '$1');
  const isInitial = !/\p{L}/u.test(out.last) && /\p{L}/u.test(span.source.text.charAt(argument.next));
  if (name === 'b') out.push(isInitial ? content : barBelow(content));
  else out.push(accented(content, name, span.mode));
  return argument.next;
}

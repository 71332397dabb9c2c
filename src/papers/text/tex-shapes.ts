import { afterName, afterStrayOpening, type Macro, readArgument, renderOne } from './tex-arguments.ts';
import { subscript, superscript } from './tex-scripts.ts';
import { afterOption, groupEnd } from './tex-source.ts';

/** Commands that render their argument in a particular form. */
export const SHAPED: ReadonlyMap<string, (macro: Macro) => number> = new Map([
  ['frac', renderFraction],
  ['dfrac', renderFraction],
  ['tfrac', renderFraction],
  ['nicefrac', renderFraction],
  ['cfrac', renderFraction],
  ['sfrac', renderFraction],
  ['binom', renderBinomial],
  ['dbinom', renderBinomial],
  ['tbinom', renderBinomial],
  ['pmod', (macro: Macro) => renderOne(macro, (content) => ` (mod ${content})`)],
  ['enquote', (macro: Macro) => renderOne(macro, (content) => `“${content}”`)],
  ['say', (macro: Macro) => renderOne(macro, (content) => `“${content}”`)],
  ['ket', (macro: Macro) => renderOne(macro, (content) => `|${content}⟩`)],
  ['bra', (macro: Macro) => renderOne(macro, (content) => `⟨${content}|`)],
  ['braket', (macro: Macro) => renderOne(macro, (content) => `⟨${content}⟩`)],
  ['unicode', renderUnicode],
  ['operatorname', renderOperator],
  ['allowbreak', (macro: Macro) => afterName(macro, true)],
  ['nobreak', (macro: Macro) => afterName(macro, true)],
  ['nobreakdash', (macro: Macro) => afterName(macro, true)],
  ['verb', renderVerbatim],
  ['abs', (macro: Macro) => renderOne(macro, (content) => `|${content}|`)],
  ['norm', (macro: Macro) => renderOne(macro, (content) => `‖${content}‖`)],
  ['ce', (macro: Macro) => renderOne(macro, chemical)],
  ['xrightarrow', (macro: Macro) => renderOne(macro, () => '→')],
  ['xleftarrow', (macro: Macro) => renderOne(macro, () => '←')],
  ['sqrt', renderRoot],
  ['footnote', (macro: Macro) => renderOne(macro, (content) => ` (${content})`)],
  ['thanks', (macro: Macro) => renderOne(macro, (content) => ` (${content})`)],
  ['textsuperscript', (macro: Macro) => renderOne(macro, superscript)],
  ['textsubscript', (macro: Macro) => renderOne(macro, subscript)],
]);

function renderFraction(macro: Macro): number {
  const above = readArgument(macro, macro.next);
  if (above === null) return macro.next;
  const below = readArgument(macro, above.next);
  macro.out.push(below === null ? above.content : `${bracketed(above.content)}/${bracketed(below.content)}`);
  macro.out.gap();
  return below?.next ?? above.next;
}

/** The index of a root is shown as far as Unicode can: `∛n`, `ⁿ√x`, else as a power, `x^(1/(k+1))`. */
function renderRoot(macro: Macro): number {
  const { span, next } = macro;
  const from = afterOption(span, next);
  const index = from > next ? span.source.text.slice(next + 1, from - 1).trim() : '';
  const root = ROOTS.get(index) ?? `${superscript(index)}√`;
  return renderOne({ ...macro, next: from }, (content) =>
    /[\\^]/.test(index + root) ? `${bracketed(content)}^(1/${bracketed(index)})` : root + bracketed(content),
  );
}

const ROOTS: ReadonlyMap<string, string> = new Map([
  ['', '√'],
  ['2', '√'],
  ['3', '∛'],
  ['4', '∜'],
]);

function renderBinomial(macro: Macro): number {
  const above = readArgument(macro, macro.next);
  const below = above === null ? null : readArgument(macro, above.next);
  if (above === null || below === null) return renderUnknown(macro);
  macro.out.push(`(${above.content} choose ${below.content})`);
  return below.next;
}

/** `\operatorname{rank}` has the spaces of `\log`. */
function renderOperator(macro: Macro): number {
  const argument = readArgument(macro, macro.next);
  if (argument === null) return afterStrayOpening(macro);
  const { out } = macro;
  out.push(/[\p{L}\p{N})]/u.test(out.last) ? ` ${argument.content}` : argument.content);
  out.gap();
  return argument.next;
}

/** A character by its number, hexadecimal after an x: `\unicode{x2014}`. */
function renderUnicode(macro: Macro): number {
  const { span, out } = macro;
  const start = afterOption(span, macro.next);
  const end = groupEnd(span, start);
  const number = span.source.text.slice(start + 1, end ?? start).trim();
  const [, hexadecimal, decimal] = /^(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(number) ?? [];
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  if (end === null || !(code <= 0x10ffff)) return renderUnknown(macro);
  out.push(String.fromCodePoint(code));
  return end + 1;
}

function renderVerbatim(macro: Macro): number {
  const { span, next } = macro;
  const window = span.source.text.slice(next, Math.min(span.to, next + 200));
  const end = /^[^\p{L}\p{N}\s{}*]/u.test(window) ? window.indexOf(window.charAt(0), 1) : -1;
  if (end < 0) return renderUnknown(macro);
  macro.out.push(window.slice(1, end));
  return next + end + 1;
}

/** Counts of atoms are lowered: `\ce{H2O}`. */
function chemical(content: string): string {
  return content
    .replace(/(?<=[\p{L})\]])\d{1,3}/gu, (count) => subscript(count))
    .replace(/(?<= )->(?= )/g, '→');
}

function bracketed(content: string): string {
  return /^[\p{L}\p{N}\p{M}.∞]*$/u.test(content) || /^\([^()]*\)$/.test(content) ? content : `(${content})`;
}

/** Keeps the name of an unknown command. */
export function renderUnknown({ name, out, next, span }: Macro): number {
  out.push(name);
  // `\ours{}` is a name, but `\ours{x}` must not run the words together.
  if (groupEnd(span, next) !== null) out.gap();
  return next;
}

import { afterSpaces, DEEPEST, groupEnd, inside, TexOutput, type TexSpan } from './tex-source.ts';

/** Renders a span with everything in it. Passed in because groups and commands contain each other. */
export type Render = (span: TexSpan) => string;

/** One command of a span: its name, and the index after it. */
export interface Macro {
  readonly span: TexSpan;
  readonly name: string;
  readonly next: number;
  readonly out: TexOutput;
  readonly render: Render;
  /** Renders the command at an index and returns the index after it: passed in for the same reason. */
  readonly renderCommand: (span: TexSpan, at: number, out: TexOutput, render: Render) => number;
}

// Bounded, so that reading a name again and again (as arguments of each other) stays cheap.
const LETTER_RUN = /[A-Za-z]{1,60}/y;

/** Name of the command with its backslash at that index; empty for a sign. */
export function commandName(span: TexSpan, at: number): string {
  LETTER_RUN.lastIndex = at + 1;
  return LETTER_RUN.exec(span.source.text)?.[0].slice(0, span.to - at - 1) ?? '';
}

/** The argument at that index (a group, a command or one character) and the index after it. */
export function readArgument(
  { span, render, renderCommand }: Macro,
  at: number,
): { content: string; next: number } | null {
  const start = afterSpaces(span, at);
  const { text } = span.source;
  if (start >= span.to || span.depth >= DEEPEST) return null;
  const end = groupEnd(span, start);
  if (end !== null) return { content: render(inside(span, start + 1, end)), next: end + 1 };
  if ('{}$^_'.includes(text.charAt(start))) return null;
  if (text[start] === '\\') {
    const out = new TexOutput();
    const next = renderCommand(inside(span, start, span.to), start, out, render);
    return { content: out.toString(), next };
  }
  const character = String.fromCodePoint(text.codePointAt(start) ?? 32);
  return { content: character, next: start + character.length };
}

/** Renders the argument of a command in a particular shape. */
export function renderOne(macro: Macro, shape: (content: string) => string): number {
  const argument = readArgument(macro, macro.next);
  if (argument !== null) macro.out.push(shape(argument.content));
  return argument?.next ?? afterStrayOpening(macro);
}

/**
 * Text truncated by a web page has lost the closing brace of its last argument: continues without either
 * brace.
 */
export function afterStrayOpening({ span, next, out }: Macro): number {
  if (span.source.text[next] !== '{' || next >= span.to || span.depth >= DEEPEST) return next;
  if (/[\p{L}\p{N}.]/u.test(out.last)) out.push(' ');
  return next + 1;
}

/** TeX drops spaces after a command's name; an empty group there only ends the name. */
export function afterName({ span, next }: Macro, swallowSpaces: boolean): number {
  if (groupEnd(span, next) === next + 1) return next + 2;
  return swallowSpaces ? afterSpaces(span, next) : next;
}

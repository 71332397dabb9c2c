import { renderToMjml } from '@faire/mjml-react/utils/renderToMjml.js';
import { createElement, Fragment, type ReactElement } from 'react';
import { DigestFrame, FRAME_PLACEHOLDER } from '../../templates/digest/frame.tsx';

/**
 * The compiled digest, cut where content is inserted. Compiling every email would take 3 ms and more. The frames
 * depend on no email, so the same props always give the same bytes.
 */
export interface DigestFrames {
  /** Pieces around the slots. A slot can occur more than once. */
  head: readonly { before: string; slot: Slot | null }[];
  blockOpen: string;
  blockClose: string;
  end: string;
}

const SLOTS = ['language', 'title', 'preheader'] as const;
type Slot = (typeof SLOTS)[number];

let compiled: Promise<DigestFrames> | undefined;

/**
 * Returns the frames, compiled at the first call in a process. Passes on mjml's error if a template is wrong.
 */
export function digestFrames(): Promise<DigestFrames> {
  compiled ??= compileFrames();
  return compiled;
}

async function compileFrames(): Promise<DigestFrames> {
  const html = stripIndentation(await compileMjml(createElement(DigestFrame)));
  const [opening = '', block = '', end = ''] = html.split(FRAME_PLACEHOLDER.cut);
  const [blockOpen = '', blockClose = ''] = block.split(FRAME_PLACEHOLDER.content);
  const pieces = opening.split(new RegExp(`(${SLOTS.map((slot) => FRAME_PLACEHOLDER[slot]).join('|')})`));
  const head = pieces.flatMap((before, index) => {
    if (index % 2 === 1) return [];
    const mark = pieces[index + 1];
    return [{ before, slot: SLOTS.find((slot) => FRAME_PLACEHOLDER[slot] === mark) ?? null }];
  });
  return { head, blockOpen, blockClose, end };
}

/**
 * Compiles an MJML document to HTML. Any complaint of mjml is an error, and no file or font is ever loaded.
 */
export async function compileMjml(document: ReactElement): Promise<string> {
  // Loaded with the first digest, because importing mjml takes a second that other commands do not need.
  const { default: mjml2html } = await import('mjml');
  const { html } = await mjml2html(renderToMjml(document), {
    validationLevel: 'strict',
    ignoreIncludes: true,
    fonts: {},
  });
  return html;
}

/** Removes the indentation of compiled HTML, a quarter of its size. */
export function stripIndentation(html: string): string {
  return html.replace(/\s*\n\s*/g, '\n').trim();
}

/** Fills the frames. Title and preheader are plain text; blocks are compiled by `compileBlock`. */
export function fillFrames(
  frames: DigestFrames,
  content: Record<Slot, string> & { blocks: readonly ReactElement[] },
): string {
  const head = fillHead(frames, {
    language: content.language,
    title: escapeText(content.title),
    preheader: escapeText(content.preheader),
  });
  return head + content.blocks.map((block) => compileBlock(frames, block)).join('') + frames.end;
}

/** Fills the opening of an email with values that are already escaped. */
export function fillHead(frames: DigestFrames, escaped: Record<Slot, string>): string {
  return frames.head.map(({ before, slot }) => (slot === null ? before : before + escaped[slot])).join('');
}

/** One row of the column. External text is escaped by React and never searched for placeholders. */
export function compileBlock(frames: DigestFrames, block: ReactElement): string {
  return frames.blockOpen + renderToMjml(block) + frames.blockClose;
}

/** Text as HTML, escaped by React. */
export function escapeText(text: string): string {
  return renderToMjml(createElement(Fragment, null, text));
}

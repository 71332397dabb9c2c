import { renderToMjml } from '@faire/mjml-react/utils/renderToMjml.js';
import { createElement, Fragment, type ReactElement } from 'react';
import { DigestFrame, FRAME_PLACEHOLDER } from '../../templates/digest/frame.tsx';

/**
 * The compiled digest, cut where something is filled in. Compiling every mail would take 3 ms and more;
 * filling takes a fifth, and at Resend's 500 mails a second that decides whether rendering is what one waits for.
 * Nothing is cached that depends on a mail, so the same props give the same bytes whatever came before.
 */
export interface DigestFrames {
  /** Stand before, between and after what is filled in, some of it more than once. */
  head: readonly { before: string; slot: Slot | null }[];
  blockOpen: string;
  blockClose: string;
  end: string;
}

const SLOTS = ['language', 'title', 'preheader'] as const;
type Slot = (typeof SLOTS)[number];

let compiled: Promise<DigestFrames> | undefined;

/** Gives the frames, compiled at the first call in a process. Throws what mjml throws when a template is wrong. */
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

/** Takes an MJML document and gives HTML. Any complaint of mjml is an error, and no file or font is ever loaded. */
export async function compileMjml(document: ReactElement): Promise<string> {
  // Loaded when the first digest is rendered: a second that every other command would wait for in vain.
  const { default: mjml2html } = await import('mjml');
  const { html } = await mjml2html(renderToMjml(document), {
    validationLevel: 'strict',
    ignoreIncludes: true,
    fonts: {},
  });
  return html;
}

/** Takes compiled HTML and gives it without the indentation, which is a quarter of it. */
export function stripIndentation(html: string): string {
  return html.replace(/\s*\n\s*/g, '\n').trim();
}

/** Fills the frames. Title and preheader are plain text; outside text is escaped by React and never searched for marks. */
export function fillFrames(
  frames: DigestFrames,
  content: Record<Slot, string> & { blocks: readonly ReactElement[] },
): string {
  const escaped = {
    language: content.language,
    title: escapeText(content.title),
    preheader: escapeText(content.preheader),
  };
  const head = frames.head
    .map(({ before, slot }) => (slot === null ? before : before + escaped[slot]))
    .join('');
  const blocks = content.blocks
    .map((block) => frames.blockOpen + renderToMjml(block) + frames.blockClose)
    .join('');
  return head + blocks + frames.end;
}

function escapeText(text: string): string {
  return renderToMjml(createElement(Fragment, null, text));
}

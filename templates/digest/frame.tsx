import { MjmlRaw } from '@faire/mjml-react';
import type { ReactElement } from 'react';
import { Block, DigestDocument } from './document.tsx';

/** Marks at which the compiled frame is cut or filled. */
export const FRAME_PLACEHOLDER = {
  language: '%%language%%',
  title: '%%title%%',
  preheader: '%%preheader%%',
  content: '%%content%%',
  cut: '%%cut%%',
} as const;

/** Digest with one block of placeholders, compiled once and filled for every email. */
export function DigestFrame(): ReactElement {
  return (
    <DigestDocument
      language={FRAME_PLACEHOLDER.language}
      title={FRAME_PLACEHOLDER.title}
      preheader={FRAME_PLACEHOLDER.preheader}
    >
      <MjmlRaw>{FRAME_PLACEHOLDER.cut}</MjmlRaw>
      <Block>{FRAME_PLACEHOLDER.content}</Block>
      <MjmlRaw>{FRAME_PLACEHOLDER.cut}</MjmlRaw>
    </DigestDocument>
  );
}

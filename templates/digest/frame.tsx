import { MjmlRaw } from '@faire/mjml-react';
import type { ReactElement } from 'react';
import { Block, DigestDocument } from './document.tsx';

/** Where a compiled frame is cut or filled in. */
export const FRAME_PLACEHOLDER = {
  language: '%%language%%',
  title: '%%title%%',
  preheader: '%%preheader%%',
  content: '%%content%%',
  cut: '%%cut%%',
} as const;

/** The digest with one block and no words, to be compiled once and filled for every mail. */
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

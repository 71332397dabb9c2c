import { MjmlRaw } from '@faire/mjml-react';
import type { ReactElement } from 'react';
import { Block, DigestDocument } from './document.tsx';

/** Where a compiled frame is cut or filled in. */
export const FRAME_MARK = {
  language: '%%language%%',
  title: '%%title%%',
  preheader: '%%preheader%%',
  content: '%%content%%',
  cut: '%%cut%%',
} as const;

/** The digest with one block and no words, to be compiled once and filled for every mail. */
export function DigestFrame(): ReactElement {
  return (
    <DigestDocument language={FRAME_MARK.language} title={FRAME_MARK.title} preheader={FRAME_MARK.preheader}>
      <MjmlRaw>{FRAME_MARK.cut}</MjmlRaw>
      <Block>{FRAME_MARK.content}</Block>
      <MjmlRaw>{FRAME_MARK.cut}</MjmlRaw>
    </DigestDocument>
  );
}

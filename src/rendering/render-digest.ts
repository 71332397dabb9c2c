import { RENDERING } from '../../config/rendering.ts';
import { digestBlocks } from '../../templates/digest/blocks.tsx';
import type { DigestProps } from '../../templates/digest/props.ts';
import { TEXTS } from '../../templates/texts.ts';
import { PaperboyError } from '../errors.ts';
import { cleanDigest } from './clean-digest.ts';
import { shapeDigest } from './digest-parts.ts';
import { digestText } from './digest-text.ts';
import { digestFrames, fillFrames } from './fragments.ts';
import type { RenderedEmail } from './rendered-email.ts';

/**
 * Renders a digest. The same data always give the same bytes. The HTML stays within 90,000 bytes if leaving
 * details out (config/rendering.ts) can achieve that, and below 102,400 for up to thirty papers of any text.
 * Throws PaperboyError `DIGEST_TOO_LARGE` above that, and `LINK_UNUSABLE` or `DATE_UNREADABLE` if our own
 * data is wrong.
 */
export async function renderDigest(props: DigestProps): Promise<RenderedEmail> {
  const texts = TEXTS[props.language];
  const clean = cleanDigest(props, texts);
  const frames = await digestFrames();
  for (const [index, detail] of RENDERING.details.entries()) {
    const view = shapeDigest(clean, detail, texts);
    const { language, subject, preheader } = view;
    const html = fillFrames(frames, { language, title: subject, preheader, blocks: digestBlocks(view) });
    const bytes = Buffer.byteLength(html);
    const last = index === RENDERING.details.length - 1;
    if (bytes <= RENDERING.targetBytes || (last && bytes < RENDERING.limitBytes))
      return { subject, preheader, html, text: digestText(view) };
  }
  throw new PaperboyError({
    code: 'DIGEST_TOO_LARGE',
    message: `A digest of ${props.picks.length} papers does not fit into ${RENDERING.limitBytes} bytes.`,
    remedy: 'Limit it to 30 papers.',
  });
}

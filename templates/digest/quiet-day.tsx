import type { ReactElement } from 'react';
import { EMAIL_STYLES } from '../email-style.ts';
import { THEME } from '../theme.ts';

const { sizes, spaces } = THEME;

/** Replaces the picks when nothing matched. */
export function QuietDay({ sentence }: { sentence: string }): ReactElement {
  return (
    <p
      {...EMAIL_STYLES.body}
      style={{ ...EMAIL_STYLES.body.style, fontSize: `${sizes.lead}px`, margin: `0 0 ${spaces.section}px` }}
    >
      {sentence}
    </p>
  );
}

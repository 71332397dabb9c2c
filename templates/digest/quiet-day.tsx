import type { ReactElement } from 'react';
import { CHECKS } from '../email-style.ts';
import { THEME } from '../theme.ts';

const { sizes, spaces } = THEME;

/** The one sentence of a day on which nothing matched. */
export function QuietDay({ sentence }: { sentence: string }): ReactElement {
  return (
    <p
      {...CHECKS.body}
      style={{ ...CHECKS.body.style, fontSize: `${sizes.lead}px`, margin: `0 0 ${spaces.section}px` }}
    >
      {sentence}
    </p>
  );
}

import { Fragment, type ReactElement } from 'react';
import { EMAIL_STYLES, type EmailStyle } from './email-style.ts';

/** Link with its label. The address is absolute, http or https. */
export interface LinkView {
  label: string;
  url: string;
}

/** Links in one line, separated by dots. A dot may end a line, never begin one. */
export function LinkRow({
  links,
  linkStyle = EMAIL_STYLES.link,
}: {
  links: readonly LinkView[];
  linkStyle?: EmailStyle;
}): ReactElement {
  return (
    <>
      {links.map((link, index) => (
        <Fragment key={link.url + link.label}>
          {index > 0 && '\u00A0· '}
          <a href={link.url} {...linkStyle}>
            {link.label}
          </a>
        </Fragment>
      ))}
    </>
  );
}

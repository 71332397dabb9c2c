import { Fragment, type ReactElement } from 'react';
import { CHECKS, type EmailStyle } from './email-style.ts';

/** A link with its label. The address is http or https and absolute. */
export interface LinkView {
  label: string;
  url: string;
}

/** Links in one line with a dot between two. */
export function LinkRow({
  links,
  look = CHECKS.link,
}: {
  links: readonly LinkView[];
  look?: EmailStyle;
}): ReactElement {
  return (
    <>
      {links.map((link, index) => (
        <Fragment key={link.url + link.label}>
          {index > 0 && ' · '}
          <a href={link.url} {...look}>
            {link.label}
          </a>
        </Fragment>
      ))}
    </>
  );
}

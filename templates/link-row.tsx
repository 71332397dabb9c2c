import { Fragment, type ReactElement } from 'react';
import { LOOKS, type Look } from './email-style.ts';

/** A link with its label. The address is http or https and absolute. */
export interface LinkView {
  label: string;
  url: string;
}

/** Links in one line with a dot between two. */
export function LinkRow({
  links,
  look = LOOKS.link,
}: {
  links: readonly LinkView[];
  look?: Look;
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

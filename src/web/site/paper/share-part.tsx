import type { ReactElement } from 'react';
import type { Site } from '../frame/site.ts';
import { paperTexts } from './paper-texts.ts';

/**
 * Address of the page to copy, and a link that writes an email. The script (client/paper-page.ts) adds
 * buttons that copy it or open the browser's own share sheet.
 */
export function SharePart({ site, path, title }: { site: Site; path: string; title: string }): ReactElement {
  const texts = paperTexts[site.language].share;
  const address = `${site.publicUrl}${path}`;
  const email = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(address)}`;
  return (
    <>
      <label htmlFor="share-link" className="meta">
        {texts.link}
      </label>
      <div className="field-with-button">
        <input id="share-link" type="url" readOnly value={address} />
        <CopyButton target="share-link" label={texts.copy} done={texts.copied} />
        <button type="button" className="second" data-share={address} data-title={title} hidden>
          {texts.button}
        </button>
      </div>
      <ul className="links">
        <li>
          <a href={email}>{texts.email}</a>
        </li>
      </ul>
    </>
  );
}

/** Button that copies an element's value or text; hidden until a script can do so. */
export function CopyButton({
  target,
  label,
  done,
}: {
  /** Id of the element to copy. */
  target: string;
  label: string;
  /** Announced afterwards. */
  done: string;
}): ReactElement {
  return (
    <>
      <button type="button" className="second" data-copy={target} data-done={done} hidden>
        {label}
      </button>
      <span className="meta copied" id={`${target}-copied`} role="status" />
    </>
  );
}

import type { ReactElement } from 'react';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { Honeypot } from './subscribe-page.tsx';
import { subscribeTexts } from './subscribe-texts.ts';

/** Form that requests the link to one's preferences by email. */
export function MyLinkPage({
  site,
  address,
  problem,
}: {
  site: Site;
  address: string;
  problem: string | null;
}): ReactElement {
  const texts = subscribeTexts[site.language];
  return (
    <Document site={site} title={site.texts.links.myLink}>
      <div className="notice">
        <h1>{site.texts.links.myLink}</h1>
        <p>{texts.myLink.paragraph}</p>
      </div>
      <form className="single" method="post" action="/my-link">
        <label htmlFor="address" className="label">
          {texts.address}
        </label>
        <div className="field-with-button">
          <input
            id="address"
            name="address"
            type="email"
            autoComplete="email"
            required
            maxLength={254}
            defaultValue={address}
            {...(problem === null ? {} : { 'aria-invalid': true, 'aria-describedby': 'address-problem' })}
          />
          <button type="submit">{site.texts.links.myLink}</button>
        </div>
        {problem !== null && (
          <p className="problem" id="address-problem" role="alert">
            {problem}
          </p>
        )}
        <Honeypot label={texts.honeypot} />
      </form>
    </Document>
  );
}

import type { ReactElement } from 'react';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { Honeypot } from './subscribe-page.tsx';
import { subscribeTexts } from './subscribe-texts.ts';

/** Asks for an address and mails the link to its page, if there is one. */
export function MyLinkPage({
  site,
  address,
  complaint,
}: {
  site: Site;
  address: string;
  complaint: string | null;
}): ReactElement {
  const words = subscribeTexts[site.language];
  return (
    <Document site={site} title={site.texts.links.myLink}>
      <div className="notice">
        <h1>{site.texts.links.myLink}</h1>
        <p>{words.myLink.paragraph}</p>
      </div>
      <form className="single" method="post" action="/my-link">
        <label htmlFor="address">{words.address}</label>
        <div className="ask">
          <input
            id="address"
            name="address"
            type="email"
            autoComplete="email"
            required
            maxLength={254}
            defaultValue={address}
            {...(complaint === null ? {} : { 'aria-invalid': true, 'aria-describedby': 'address-problem' })}
          />
          <button type="submit">{site.texts.links.myLink}</button>
        </div>
        {complaint !== null && (
          <p className="problem" id="address-problem" role="alert">
            {complaint}
          </p>
        )}
        <Honeypot label={words.honeypot} />
      </form>
    </Document>
  );
}

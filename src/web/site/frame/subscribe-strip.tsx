import type { ReactElement } from 'react';
import { clientScript } from '../../assets/scripts.ts';
import type { Site } from './site.ts';

/** Sign-up form at the end of public pages: one field, one button, one sentence. */
export function SubscribeStrip({ site }: { site: Site }): ReactElement {
  const texts = site.texts.strip;
  return (
    <section className="strip" aria-labelledby="strip-heading">
      <h2 id="strip-heading">{texts.heading}</h2>
      <form method="post" action="/subscribe">
        <input type="hidden" name="zone" value="" />
        <label htmlFor="strip-address">{texts.label}</label>
        <div className="field-with-button">
          <input
            id="strip-address"
            name="address"
            type="email"
            autoComplete="email"
            required
            maxLength={254}
            aria-describedby="strip-promise"
          />
          <button type="submit">{texts.button}</button>
        </div>
      </form>
      <p className="meta" id="strip-promise">
        {texts.promise}
      </p>
      <script src={clientScript('time-zone').address} defer />
    </section>
  );
}

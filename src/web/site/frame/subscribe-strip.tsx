import type { ReactElement } from 'react';
import { clientScript } from '../../assets/scripts.ts';
import type { Site } from './site.ts';

/** One field, one button, one sentence on what comes and how to leave: at the end of a public page, once. */
export function SubscribeStrip({ site }: { site: Site }): ReactElement {
  const words = site.texts.strip;
  return (
    <section className="strip" aria-labelledby="strip-heading">
      <h2 id="strip-heading">{words.heading}</h2>
      <form method="post" action="/subscribe">
        <input type="hidden" name="zone" value="" />
        <label htmlFor="strip-address">{words.label}</label>
        <div className="ask">
          <input
            id="strip-address"
            name="address"
            type="email"
            autoComplete="email"
            required
            maxLength={254}
            aria-describedby="strip-promise"
          />
          <button type="submit">{words.button}</button>
        </div>
      </form>
      <p className="meta" id="strip-promise">
        {words.promise}
      </p>
      <script src={clientScript('time-zone').address} defer />
    </section>
  );
}

import type { ReactElement } from 'react';
import { clientScript } from '../../assets/scripts.ts';
import type { Site } from './site.ts';

const SAMPLE_ADDRESS = 'name@example.org';

/**
 * Sign-up form under the masthead of public pages: one field and one button beside the promise. Outside of
 * `main` and without a heading, so that the skip link passes it and the page's own heading comes first.
 */
export function SubscribeStrip({ site }: { site: Site }): ReactElement {
  const texts = site.texts.strip;
  return (
    <section className="strip" aria-label={texts.name}>
      <p id="strip-promise">
        <strong>{texts.name}</strong> <span>{texts.promise}</span>
      </p>
      <form method="post" action="/subscribe">
        <input type="hidden" name="zone" value="" />
        <label className="unseen" htmlFor="strip-address">
          {texts.label}
        </label>
        <input
          id="strip-address"
          name="address"
          type="email"
          autoComplete="email"
          placeholder={SAMPLE_ADDRESS}
          required
          maxLength={254}
          aria-describedby="strip-promise"
        />
        <button type="submit">{texts.button}</button>
      </form>
      <script src={clientScript('time-zone').address} defer />
    </section>
  );
}

import type { ReactElement } from 'react';
import { StateWord } from '../frame/dashboard-table.tsx';
import { type ProviderState, providerWords } from './provider-words.ts';
import { PROVIDERS_TEXTS } from './providers-texts.ts';
import { TODAY_TEXTS } from './today-texts.ts';

/** Each provider in the order of fail-over: whether it takes mail, what it still may take, and what to do where it does not. */
export function ProvidersSection({
  providers,
  now,
}: {
  providers: readonly ProviderState[];
  now: Date;
}): ReactElement {
  return (
    <section aria-labelledby="providers-title" id="providers" data-live>
      <h2 id="providers-title">{PROVIDERS_TEXTS.title}</h2>
      <ul className="lines">
        {providers.map((standing) => {
          const { state, short, rest, why, doThis, left, pace } = providerWords(standing, now);
          return (
            <li key={standing.name}>
              <StateWord state={state}>
                {standing.name}: {short}
              </StateWord>
              {rest !== null && <>, {rest}</>}. {why} {left} {pace}
              {doThis !== null && (
                <span className="fact">
                  <strong>{TODAY_TEXTS.doThis}</strong> {doThis}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

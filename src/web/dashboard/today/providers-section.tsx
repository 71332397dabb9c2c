import type { ReactElement } from 'react';
import { StateLabel } from '../frame/dashboard-table.tsx';
import { describeProvider, type ProviderStatus } from './describe-provider.ts';
import { PROVIDERS_TEXTS } from './providers-texts.ts';
import { TODAY_TEXTS } from './today-texts.ts';

/** Lists the providers in fail-over order: status, remaining quota, pace, and the remedy for a problem. */
export function ProvidersSection({
  providers,
  now,
}: {
  providers: readonly ProviderStatus[];
  now: Date;
}): ReactElement {
  return (
    <section aria-labelledby="providers-title" id="providers" data-live>
      <h2 id="providers-title">{PROVIDERS_TEXTS.title}</h2>
      <ul className="lines">
        {providers.map((provider) => {
          const { state, status, outlook, reason, whatToDo, left, pace } = describeProvider(provider, now);
          return (
            <li key={provider.name}>
              <StateLabel state={state}>
                {provider.name}: {status}
              </StateLabel>
              {outlook !== null && <>, {outlook}</>}. {reason} {left} {pace}
              {whatToDo !== null && (
                <span className="fact">
                  <strong>{TODAY_TEXTS.whatToDo}</strong> {whatToDo}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

import type { ReactElement, ReactNode } from 'react';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { PauseDays } from '../../../subscribers/pause-subscriber.ts';
import type { Subscriber } from '../../../subscribers/subscriber-queries.ts';
import type { Site } from '../frame/site.ts';
import { type FieldError, FieldErrorText, fieldErrorState } from './field-error.tsx';
import { subscriptionTexts } from './subscription-texts.ts';

/** What a reader's page knows of them beside the preference. */
export interface YourData {
  /** The weight of each topic that they marked, by slug. */
  weights: Readonly<Record<string, number>>;
  /** The address that waits for its confirmation. */
  newAddress: string | null;
  pauseDays: PauseDays;
  /** The address of the feed that only this reader knows. */
  feed: string;
}

interface OwnPartProps {
  site: Site;
  path: string;
  subscriber: Pick<Subscriber, 'state' | 'unsubscribeKey' | 'pausedUntil'>;
  own: YourData;
  refused: FieldError | null;
}

/** Pausing, moving, what was sent and said, and what is kept: each a form of its own below the preferences. */
export function YourDataParts(props: OwnPartProps): ReactElement {
  return (
    <>
      <MarksPart {...props} />
      <SentPart {...props} />
      <PausePart {...props} />
      <AddressPart {...props} />
      <DataPart {...props} />
    </>
  );
}

function Part({ id, heading, children }: { id: string; heading: string; children: ReactNode }): ReactElement {
  return (
    <section className="own" aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}

function MarksPart({ site, path, own }: OwnPartProps): ReactElement | null {
  const words = subscriptionTexts[site.language].marks;
  const weights = Object.entries(own.weights);
  if (weights.length === 0) return null;
  return (
    <Part id="marks" heading={words.heading}>
      <p className="hint">{words.hint}</p>
      <ul>
        {weights.map(([topic, weight]) => (
          <li key={topic}>{words.weight(topicLabel(topic, site.language), weight)}</li>
        ))}
      </ul>
      <form className="row" method="post" action={`${path}/forget-marks`}>
        <button type="submit" className="second">
          {words.forget}
        </button>
      </form>
    </Part>
  );
}

function SentPart({ site, path, own }: OwnPartProps): ReactElement {
  const words = subscriptionTexts[site.language].sent;
  return (
    <Part id="sent" heading={words.heading}>
      <p>
        <a href={`${path}/sent`}>{words.link}</a>
      </p>
      <p className="hint">
        {subscriptionTexts[site.language].feed} <a href={own.feed}>{own.feed}</a>
      </p>
    </Part>
  );
}

function PausePart({ site, path, subscriber, own, refused }: OwnPartProps): ReactElement | null {
  const words = subscriptionTexts[site.language].when;
  if (subscriber.state !== 'active' && subscriber.state !== 'paused') return null;
  return (
    <Part id="pause" heading={words.heading}>
      {subscriber.pausedUntil === null ? (
        <p className="hint">{words.hint}</p>
      ) : (
        <form className="row" method="post" action={`${path}/resume`}>
          <p>{words.paused(subscriber.pausedUntil)}</p>
          <button type="submit" className="second">
            {words.resume}
          </button>
        </form>
      )}
      <PauseForm
        site={site}
        action={`${path}/pause`}
        days={own.pauseDays}
        refused={refused?.form === 'pause' ? refused : null}
      />
    </Part>
  );
}

/** The usual pauses as a button each, and any day. */
export function PauseForm({
  site,
  action,
  days,
  refused,
}: {
  site: Site;
  action: string;
  days: YourData['pauseDays'];
  refused: FieldError | null;
}): ReactElement {
  const words = subscriptionTexts[site.language].when;
  const usual = Object.entries(days.usual) as [keyof PauseDays['usual'], string][];
  return (
    <>
      <form className="row" method="post" action={action} aria-label={words.heading}>
        {usual.map(([name, day]) => (
          <button key={name} type="submit" className="second" name="until" value={day}>
            {words.usual[name]}
          </button>
        ))}
      </form>
      <form className="row" method="post" action={action}>
        <div>
          <label htmlFor="until">{words.until}</label>
          <input
            type="date"
            required
            min={days.first}
            max={days.last}
            {...fieldErrorState('pause', refused)}
          />
        </div>
        <button type="submit" className="second">
          {words.button}
        </button>
      </form>
      <FieldErrorText refused={refused} />
    </>
  );
}

function AddressPart({ site, path, subscriber, own, ...props }: OwnPartProps): ReactElement | null {
  const words = subscriptionTexts[site.language].address;
  const refused = props.refused?.form === 'address' ? props.refused : null;
  if (subscriber.state !== 'active' && subscriber.state !== 'paused') return null;
  return (
    <Part id="move" heading={words.heading}>
      <p className="hint">{words.hint}</p>
      {own.newAddress !== null && (
        <form className="row" method="post" action={`${path}/address/cancel`}>
          <p>{words.waiting(own.newAddress)}</p>
          <button type="submit" className="second">
            {words.cancel}
          </button>
        </form>
      )}
      <form className="row" method="post" action={`${path}/address`}>
        <div className="grow">
          <label htmlFor="address">{words.label}</label>
          <input
            type="email"
            autoComplete="email"
            required
            maxLength={254}
            {...fieldErrorState('address', refused)}
          />
        </div>
        <button type="submit" className="second">
          {words.button}
        </button>
      </form>
      <FieldErrorText refused={refused} />
    </Part>
  );
}

/** The data as a file, and being erased. */
export function DataPart({
  site,
  path,
  ...props
}: Pick<OwnPartProps, 'site' | 'path' | 'refused'>): ReactElement {
  const words = subscriptionTexts[site.language].data;
  const refused = props.refused?.form === 'erase' ? props.refused : null;
  return (
    <Part id="data" heading={words.heading}>
      <p className="hint">{words.hint}</p>
      <form className="row" method="post" action={`${path}/export`}>
        <button type="submit" className="second">
          {words.export}
        </button>
      </form>
      <details open={refused !== null}>
        <summary>{words.erase}</summary>
        <p id="erase-hint">
          {words.eraseHint} <strong>{words.word}</strong>
        </p>
        <form className="row" method="post" action={`${path}/erase`}>
          <div>
            <label htmlFor="word">{words.field}</label>
            <input
              type="text"
              autoComplete="off"
              required
              {...fieldErrorState('erase', refused, 'erase-hint')}
            />
          </div>
          <button type="submit" className="second">
            {words.button}
          </button>
        </form>
        <FieldErrorText refused={refused} />
      </details>
    </Part>
  );
}

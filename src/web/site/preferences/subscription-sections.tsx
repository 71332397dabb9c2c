import type { ReactElement, ReactNode } from 'react';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { PauseDays } from '../../../subscribers/pause-subscriber.ts';
import type { Subscriber } from '../../../subscribers/subscriber-queries.ts';
import type { Site } from '../frame/site.ts';
import { type FieldError, FieldErrorText, fieldErrorState } from './field-error.tsx';
import { subscriptionTexts } from './subscription-texts.ts';

/** State of a subscription, shown below its preferences. */
export interface SubscriptionData {
  /** Weight by topic slug, of the topics with “more” or “less” marks. */
  weights: Readonly<Record<string, number>>;
  /** New address that is not confirmed yet. */
  newAddress: string | null;
  pauseDays: PauseDays;
  /** Address of the private feed. */
  feed: string;
}

interface SectionProps {
  site: Site;
  path: string;
  subscriber: Pick<Subscriber, 'state' | 'unsubscribeKey' | 'pausedUntil'>;
  subscription: SubscriptionData;
  error: FieldError | null;
}

/** Topic weights, sent digests, pause, address change and stored data, each with a form of its own. */
export function SubscriptionSections(props: SectionProps): ReactElement {
  return (
    <>
      <ReadingListSection {...props} />
      <WeightsSection {...props} />
      <SentSection {...props} />
      <PauseSection {...props} />
      <AddressSection {...props} />
      <DataSection {...props} />
    </>
  );
}

function Section({
  id,
  heading,
  children,
}: {
  id: string;
  heading: string;
  children: ReactNode;
}): ReactElement {
  return (
    <section className="subscription" aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}

function ReadingListSection({ site, path }: SectionProps): ReactElement {
  const texts = subscriptionTexts[site.language].readingList;
  return (
    <Section id="reading-list" heading={texts.heading}>
      <p>
        <a href={`${path}/reading-list`}>{texts.link}</a>
      </p>
    </Section>
  );
}

function WeightsSection({ site, path, subscription }: SectionProps): ReactElement | null {
  const texts = subscriptionTexts[site.language].marks;
  const weights = Object.entries(subscription.weights);
  if (weights.length === 0) return null;
  return (
    <Section id="marks" heading={texts.heading}>
      <p className="hint">{texts.hint}</p>
      <ul>
        {weights.map(([topic, weight]) => (
          <li key={topic}>{texts.weight(topicLabel(site.taxonomy, topic, site.language), weight)}</li>
        ))}
      </ul>
      <form className="row" method="post" action={`${path}/forget-marks`}>
        <button type="submit" className="second">
          {texts.reset}
        </button>
      </form>
    </Section>
  );
}

function SentSection({ site, path, subscription }: SectionProps): ReactElement {
  const texts = subscriptionTexts[site.language].sent;
  return (
    <Section id="sent" heading={texts.heading}>
      <p>
        <a href={`${path}/sent`}>{texts.link}</a>
      </p>
      <p className="hint apart">
        {subscriptionTexts[site.language].feed} <a href={subscription.feed}>{subscription.feed}</a>
      </p>
    </Section>
  );
}

function PauseSection({ site, path, subscriber, subscription, error }: SectionProps): ReactElement | null {
  const texts = subscriptionTexts[site.language].pause;
  if (subscriber.state !== 'active' && subscriber.state !== 'paused') return null;
  return (
    <Section id="pause" heading={texts.heading}>
      {subscriber.pausedUntil === null ? (
        <p className="hint">{texts.hint}</p>
      ) : (
        <form className="row" method="post" action={`${path}/resume`}>
          <p>{texts.paused(subscriber.pausedUntil)}</p>
          <button type="submit" className="second">
            {texts.resume}
          </button>
        </form>
      )}
      <PauseForm
        site={site}
        action={`${path}/pause`}
        days={subscription.pauseDays}
        error={error?.form === 'pause' ? error : null}
      />
    </Section>
  );
}

/** One button for each usual pause, and a field for any date. */
export function PauseForm({
  site,
  action,
  days,
  error,
}: {
  site: Site;
  action: string;
  days: PauseDays;
  error: FieldError | null;
}): ReactElement {
  const texts = subscriptionTexts[site.language].pause;
  const usual = Object.entries(days.usual) as [keyof PauseDays['usual'], string][];
  return (
    <>
      <form className="row" method="post" action={action} aria-label={texts.heading}>
        {usual.map(([name, day]) => (
          <button key={name} type="submit" className="second" name="until" value={day}>
            {texts.usual[name]}
          </button>
        ))}
      </form>
      <form className="row" method="post" action={action}>
        <div>
          <label htmlFor="until">{texts.until}</label>
          <input type="date" required min={days.first} max={days.last} {...fieldErrorState('pause', error)} />
        </div>
        <button type="submit" className="second">
          {texts.button}
        </button>
      </form>
      <FieldErrorText error={error} />
    </>
  );
}

function AddressSection({
  site,
  path,
  subscriber,
  subscription,
  ...props
}: SectionProps): ReactElement | null {
  const texts = subscriptionTexts[site.language].address;
  const error = props.error?.form === 'address' ? props.error : null;
  if (subscriber.state !== 'active' && subscriber.state !== 'paused') return null;
  return (
    <Section id="move" heading={texts.heading}>
      <p className="hint">{texts.hint}</p>
      {subscription.newAddress !== null && (
        <form className="row" method="post" action={`${path}/address/cancel`}>
          <p>{texts.waiting(subscription.newAddress)}</p>
          <button type="submit" className="second">
            {texts.cancel}
          </button>
        </form>
      )}
      <form className="row" method="post" action={`${path}/address`}>
        <div className="grow">
          <label htmlFor="address">{texts.label}</label>
          <input
            type="email"
            autoComplete="email"
            required
            maxLength={254}
            {...fieldErrorState('address', error)}
          />
        </div>
        <button type="submit" className="second">
          {texts.button}
        </button>
      </form>
      <FieldErrorText error={error} />
    </Section>
  );
}

/** Button that restores a subscription within an hour of its unsubscribe. */
export function UndoUnsubscribeForm({ site, path }: { site: Site; path: string }): ReactElement {
  const texts = subscriptionTexts[site.language].undo;
  return (
    <form className="single" method="post" action={path}>
      <p>{texts.hint}</p>
      <p>
        <button type="submit" className="second">
          {texts.button}
        </button>
      </p>
    </form>
  );
}

/** Download and erasure of the stored data; also shown to former subscribers. */
export function DataSection({
  site,
  path,
  ...props
}: Pick<SectionProps, 'site' | 'path' | 'error'>): ReactElement {
  const texts = subscriptionTexts[site.language].data;
  const error = props.error?.form === 'erase' ? props.error : null;
  return (
    <Section id="data" heading={texts.heading}>
      <p className="hint">{texts.hint}</p>
      <form className="row" method="post" action={`${path}/export`}>
        <button type="submit" className="second">
          {texts.export}
        </button>
      </form>
      <details open={error !== null}>
        <summary>{texts.erase}</summary>
        <p id="erase-hint">
          {texts.eraseHint} <strong>{texts.word}</strong>
        </p>
        <form className="row" method="post" action={`${path}/erase`}>
          <div>
            <label htmlFor="word">{texts.field}</label>
            <input
              type="text"
              autoComplete="off"
              required
              {...fieldErrorState('erase', error, 'erase-hint')}
            />
          </div>
          <button type="submit" className="second">
            {texts.button}
          </button>
        </form>
        <FieldErrorText error={error} />
      </details>
    </Section>
  );
}

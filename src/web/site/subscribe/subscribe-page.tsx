import type { ReactElement } from 'react';
import { scheduleLine } from '../../../editions/subscription-summary.ts';
import type { Preference } from '../../../subscribers/preferences/preference.ts';
import { clientScript } from '../../assets/scripts.ts';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { type FormPart, formPart, ProblemList, ProblemText } from '../preferences/form-part.tsx';
import { LinesField, TopicChoices } from '../preferences/interest-fields.tsx';
import {
  type FieldName,
  type FieldProblem,
  type PreferenceForm,
  parseForm,
} from '../preferences/preference-form.ts';
import { preferencesTexts } from '../preferences/preferences-texts.ts';
import { CadenceChoices, HourAndZone, SizeField } from '../preferences/time-fields.tsx';
import { PreviewBody, PreviewLink, PreviewPart } from '../preview/preview-part.tsx';
import { previewTexts } from '../preview/preview-texts.ts';
import type { PreviewView } from '../preview/preview-view.ts';
import { CHALLENGE_BITS } from './challenge.ts';
import { subscribeTexts } from './subscribe-texts.ts';

export interface SubscribePageProps {
  site: Site;
  form: PreferenceForm;
  problems: readonly FieldProblem[];
  address: string;
  /** Problem of the address, the challenge or the rate limit, shown at the address. */
  addressProblem: string | null;
  preview: PreviewView | null;
  /** Query of the search page, already part of the form. */
  searchQuery: string | null;
  /** Replaces the usual lead paragraph. */
  lead: string | null;
  /** Set where the browser must solve a challenge; `mailbox` accepts sign-ups without scripts. */
  challenge: { token: string; mailbox: string } | null;
}

/**
 * Sign-up form in two steps beside a preview of today's digest: the address with a button, then what to
 * follow and when.
 */
export function SubscribePage(props: SubscribePageProps): ReactElement {
  const { site, form, problems, preview, searchQuery, addressProblem } = props;
  const texts = subscribeTexts[site.language];
  const part = formPart(site, form, problems);
  const lead =
    props.lead ?? (searchQuery === null ? null : texts.fromSearch.lead(site.format.quoted(searchQuery)));
  const refused = problems.length > 0 || addressProblem !== null;
  const metadata = { path: '/subscribe', description: texts.description };
  return (
    <Document
      site={site}
      title={refused ? `${texts.notSentTitle}: ${texts.heading}` : texts.heading}
      section="subscribe"
      metadata={metadata}
    >
      <h1>{texts.heading}</h1>
      <p className="lead">{lead ?? texts.intro}</p>
      {refused && (
        <ProblemList part={part} problems={problems} heading={texts.notSent}>
          {addressProblem !== null && (
            <li>
              <a href="#address">{texts.address}</a>
            </li>
          )}
        </ProblemList>
      )}
      <div className="beside">
        <form
          id="choices"
          method="post"
          action="/subscribe"
          data-preview="/subscribe/preview"
          data-private="address website challenge solution"
        >
          <AddressFields {...props} />
          {searchQuery !== null && <input type="hidden" name="search" value={searchQuery} />}
          <Choices part={part} problems={problems} />
        </form>
        <PreviewPart site={site} view={preview}>
          {/* Outside of the form, or Enter in the address field would press this button. */}
          <button
            type="submit"
            form="choices"
            name="show"
            value="yes"
            className="second"
            formAction="/subscribe#preview-heading"
            formNoValidate
          >
            {previewTexts[site.language].button}
          </button>
        </PreviewPart>
      </div>
      <p className="meta last">
        <a href="/my-link">{texts.link}</a>
      </p>
      <script src={clientScript('subscriber-form').address} defer />
    </Document>
  );
}

/** First step, which is enough: one field and one button. */
function AddressFields({ site, address, addressProblem, challenge }: SubscribePageProps): ReactElement {
  const texts = subscribeTexts[site.language];
  return (
    <div className="first-step">
      <div className="field">
        <label htmlFor="address">{texts.address}</label>
        <div className="field-with-button">
          <input
            id="address"
            name="address"
            type="email"
            autoComplete="email"
            required
            maxLength={254}
            defaultValue={address}
            aria-describedby={addressProblem === null ? 'promise' : 'address-problem promise'}
            {...(addressProblem === null ? {} : { 'aria-invalid': true })}
          />
          <button type="submit">{texts.button}</button>
        </div>
        {addressProblem !== null && (
          <p className="problem" id="address-problem">
            {addressProblem}
          </p>
        )}
        <p className="meta" id="promise">
          {texts.promise}
        </p>
        <PreviewLink site={site} />
      </div>
      <Honeypot label={texts.honeypot} />
      {challenge && (
        <>
          <input type="hidden" name="challenge" value={challenge.token} data-bits={CHALLENGE_BITS} />
          <input type="hidden" name="solution" value="" />
          <noscript>
            <p className="note">{texts.challenge.noScript(challenge.mailbox)}</p>
          </noscript>
        </>
      )}
    </div>
  );
}

/** Shown once the page of an author or organization has filled them in; the preferences have them for all. */
const NAME_FIELDS = ['authors', 'organizations'] as const;

/**
 * Second step, which may be skipped: topics as toggles, keywords, the schedule. On a phone its button stays
 * in view from the first toggle on, and not before, where the button of the first step is.
 */
function Choices({ part, problems }: { part: FormPart; problems: readonly FieldProblem[] }): ReactElement {
  const texts = subscribeTexts[part.site.language];
  return (
    <section className="second-step" aria-labelledby="what">
      <h2 id="what">{texts.what}</h2>
      <p className="hint">{texts.whatHint}</p>
      <div>
        <TopicChoices {...part} field="topics" />
        <ProblemText part={part} field="topics" />
        <LinesField {...part} field="queries" label={texts.queries} hint={texts.queriesHint} />
        {NAME_FIELDS.filter((field) => part.form[field] !== '').map((field) => (
          <LinesField key={field} {...part} field={field} />
        ))}
        <Schedule part={part} problems={problems} />
        <div className="actions sticky">
          <button type="submit">{texts.buttonBelow}</button>
        </div>
      </div>
    </section>
  );
}

const SCHEDULE_FIELDS: readonly FieldName[] = ['cadence', 'weeklyDay', 'sendHour', 'timeZone', 'size'];

/** The schedule as one line that opens into its fields; open while one of them has a problem. */
function Schedule({ part, problems }: { part: FormPart; problems: readonly FieldProblem[] }): ReactElement {
  const { language } = part.site;
  const parsed = parseForm(part.site.taxonomy, part.form);
  const line =
    'preference' in parsed ? scheduleLine(parsed.preference, language) : preferencesTexts[language].when;
  return (
    <details className="schedule" open={problems.some(({ field }) => SCHEDULE_FIELDS.includes(field))}>
      <summary>
        <span id="schedule-line">{line}</span>{' '}
        <span className="change">{subscribeTexts[language].change}</span>
      </summary>
      <CadenceChoices {...part} />
      <HourAndZone {...part} guess />
      <SizeField {...part} />
    </details>
  );
}

/** Response to a changed form: the preview, and the line of the schedule for the script to show. */
export function SubscribePreview({
  site,
  preference,
  view,
}: {
  site: Site;
  preference: Preference;
  view: PreviewView | null;
}): ReactElement {
  return (
    <>
      <PreviewBody site={site} view={view} />
      <span hidden data-shown-in="schedule-line">
        {scheduleLine(preference, site.language)}
      </span>
    </>
  );
}

/** Honeypot: hidden from people and screen readers, filled in by bots. */
export function Honeypot({ label }: { label: string }): ReactElement {
  return (
    <div className="honeypot" aria-hidden="true">
      <label>
        {label}
        <input type="text" name="website" tabIndex={-1} autoComplete="off" defaultValue="" />
      </label>
    </div>
  );
}

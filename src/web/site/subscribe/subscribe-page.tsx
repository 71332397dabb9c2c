import type { ReactElement } from 'react';
import { clientScript } from '../../assets/scripts.ts';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { type FormPart, ProblemText, Question } from '../preferences/form-part.tsx';
import { formPart, ProblemList } from '../preferences/form-problems.tsx';
import { LinesField, TopicChoices } from '../preferences/interest-fields.tsx';
import type { FieldProblem, PreferenceForm } from '../preferences/preference-form.ts';
import { CadenceChoices, HourAndZone } from '../preferences/time-fields.tsx';
import { PreviewLink, PreviewPart } from '../preview/preview-part.tsx';
import { previewTexts } from '../preview/preview-texts.ts';
import type { PreviewView } from '../preview/preview-view.ts';
import { CHALLENGE_BITS } from './challenge.ts';
import { subscribeTexts } from './subscribe-texts.ts';

export interface SubscribePageProps {
  site: Site;
  form: PreferenceForm;
  problems: readonly FieldProblem[];
  address: string;
  /** What is wrong with the address or the challenge, in words. */
  complaint: string | null;
  preview: PreviewView | null;
  /** What was searched for before: then that is the wish, and only the address is left to say. */
  wish: string | null;
  /** What is said first, in the place of the usual; then, too, only the address is left to say. */
  lead: string | null;
  /** Set where the browser must solve one; `mailbox` takes the wishes of those without scripts. */
  challenge: { token: string; mailbox: string } | null;
}

/** What to follow, when, and what that would have given today; the address comes last. */
export function SubscribePage(props: SubscribePageProps): ReactElement {
  const { site, form, problems, preview, wish, complaint } = props;
  const words = subscribeTexts[site.language];
  const part = formPart(site, form, problems);
  const lead = props.lead ?? (wish === null ? null : words.wish.lead(site.format.quoted(wish)));
  const wrong = problems.length > 0 || complaint !== null;
  const facts = { path: '/subscribe', description: words.description };
  return (
    <Document
      site={site}
      title={wrong ? `${words.unsentTitle}: ${words.heading}` : words.heading}
      here="subscribe"
      facts={facts}
    >
      <h1>{words.heading}</h1>
      <p className="lead">{lead ?? words.intro}</p>
      {wrong && (
        <ProblemList part={part} problems={problems} heading={words.unsent}>
          {complaint !== null && (
            <li>
              <a href="#address">{words.address}</a>
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
          {lead === null ? (
            <>
              <WhatAndWhen {...part} />
              <AddressPart {...props} />
            </>
          ) : (
            <>
              <AddressPart {...props} />
              {wish !== null && <input type="hidden" name="wish" value={wish} />}
              <details className="rest" open={problems.length > 0}>
                <summary>{words.wish.more}</summary>
                <WhatAndWhen {...part} />
              </details>
            </>
          )}
        </form>
        <PreviewPart site={site} view={preview}>
          {/* Outside the form, or it would be what the Enter key presses in the field for the address. */}
          <button
            type="submit"
            form="choices"
            name="show"
            value="yes"
            className="second"
            formAction="/subscribe#preview-heading"
            formNoValidate
          >
            {previewTexts[site.language].show}
          </button>
        </PreviewPart>
      </div>
      <p className="meta last">
        <a href="/my-link">{words.link}</a>
      </p>
      <script src={clientScript('subscriber-form').address} defer />
    </Document>
  );
}

function AddressPart({ site, address, complaint, challenge }: SubscribePageProps): ReactElement {
  const words = subscribeTexts[site.language];
  return (
    <Question heading={words.where}>
      <div className="field">
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
            aria-describedby={complaint === null ? 'promise' : 'address-problem promise'}
            {...(complaint === null ? {} : { 'aria-invalid': true })}
          />
          <button type="submit">{words.button}</button>
        </div>
        {complaint !== null && (
          <p className="problem" id="address-problem">
            {complaint}
          </p>
        )}
        <p className="meta" id="promise">
          {words.promise}
        </p>
        <PreviewLink site={site} />
      </div>
      <Honeypot label={words.honeypot} />
      {challenge && (
        <>
          <input type="hidden" name="challenge" value={challenge.token} data-bits={CHALLENGE_BITS} />
          <input type="hidden" name="solution" value="" />
          <noscript>
            <p className="note">{words.challenge.noScript(challenge.mailbox)}</p>
          </noscript>
        </>
      )}
    </Question>
  );
}

function WhatAndWhen(part: FormPart): ReactElement {
  const words = subscribeTexts[part.site.language];
  return (
    <>
      <Question heading={words.what}>
        <TopicChoices {...part} field="topics" />
        <ProblemText part={part} field="topics" />
        <LinesField {...part} field="queries" label={words.queries} hint={words.queriesHint} />
      </Question>
      <Question heading={words.when}>
        <CadenceChoices {...part} />
        <HourAndZone {...part} guess />
      </Question>
    </>
  );
}

/** A field that people neither see nor reach nor hear of; robots fill it in. */
export function Honeypot({ label }: { label: string }): ReactElement {
  return (
    <div className="away" aria-hidden="true">
      <label>
        {label}
        <input type="text" name="website" tabIndex={-1} autoComplete="off" defaultValue="" />
      </label>
    </div>
  );
}

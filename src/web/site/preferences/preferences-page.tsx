import type { ReactElement } from 'react';
import type { Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { clientScript } from '../../assets/scripts.ts';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { PreviewLink, PreviewPart } from '../preview/preview-part.tsx';
import { previewTexts } from '../preview/preview-texts.ts';
import type { PreviewView } from '../preview/preview-view.ts';
import { type FieldError, FieldErrorNote } from './field-error.tsx';
import { type FormPart, formPart, ProblemList, ProblemText, Question } from './form-part.tsx';
import { LinesField, TopicChoices } from './interest-fields.tsx';
import type { FieldProblem, PreferenceForm } from './preference-form.ts';
import { preferencesTexts } from './preferences-texts.ts';
import { type SubscriptionData, SubscriptionSections } from './subscription-sections.tsx';
import { AmountFields, LanguageChoices, TimeFields } from './time-fields.tsx';

export interface PreferencesPageProps {
  site: Site;
  subscriber: Pick<Subscriber, 'state' | 'unsubscribeKey' | 'pausedUntil'>;
  /** Path of the page; the actions of its sections lie below it. */
  path: string;
  form: PreferenceForm;
  problems?: readonly FieldProblem[];
  preview: PreviewView | null;
  /** The form shows values that were previewed and not saved. */
  unsaved?: boolean;
  /** The form has a name from a link, which is not saved yet. */
  prefilled?: boolean;
  /** Confirmation of the last action. */
  note?: string | null;
  /** Refusal of a form in the sections below the preferences. */
  error?: FieldError | null;
  subscription: SubscriptionData;
}

/**
 * The preferences as one page of questions beside a preview, and the subscription below. Works without
 * JavaScript.
 */
export function PreferencesPage(props: PreferencesPageProps): ReactElement {
  const { site, subscriber, path, form, problems = [], unsaved = false, note = null, error = null } = props;
  const texts = preferencesTexts[site.language];
  const part = formPart(site, form, problems);
  const outcome =
    problems.length > 0 || error ? `${texts.unsavedTitle}: ` : note ? `${texts.savedTitle}: ` : '';
  return (
    <Document site={site} title={`${outcome}${texts.title}`}>
      <h1>{texts.title}</h1>
      <StateNote site={site} state={subscriber.state} />
      <PreviewLink site={site} />
      {props.prefilled && (
        <div className="note">
          <p>{texts.prefilled}</p>
        </div>
      )}
      {note && (
        <div className="note" role="status">
          <p>{note}</p>
        </div>
      )}
      {error && <FieldErrorNote site={site} error={error} />}
      {problems.length > 0 && <ProblemList part={part} problems={problems} heading={texts.unsaved} />}
      <div className="beside">
        <form method="post" action={path} data-preview={`${path}/preview`}>
          <FollowFields {...part} />
          <TimeFields {...part} />
          <AmountFields {...part} />
          <LanguageChoices {...part} />
          <MuteFields {...part} />
          <div className="actions sticky">
            <button type="submit">{texts.button}</button>
            <button
              type="submit"
              className="second"
              formAction={`${path}/preview#preview-heading`}
              formNoValidate
            >
              {previewTexts[site.language].button}
            </button>
          </div>
          <p className="leave">
            <a href={`/leave/${subscriber.unsubscribeKey}`}>{texts.unsubscribe}</a>
          </p>
        </form>
        <PreviewPart site={site} view={props.preview} unsaved={unsaved} />
      </div>
      <SubscriptionSections
        site={site}
        path={path}
        subscriber={subscriber}
        subscription={props.subscription}
        error={error}
      />
      <script src={clientScript('subscriber-form').address} defer />
    </Document>
  );
}

function StateNote({ site, state }: { site: Site; state: Subscriber['state'] }): ReactElement | null {
  const { states } = preferencesTexts[site.language];
  if (state !== 'pending' && state !== 'paused' && state !== 'suppressed') return null;
  return (
    <div className="note">
      <p>{states[state]}</p>
    </div>
  );
}

function FollowFields(part: FormPart): ReactElement {
  const texts = preferencesTexts[part.site.language];
  return (
    <Question heading={texts.follow} hint={texts.followHint}>
      <TopicChoices {...part} field="topics" />
      <ProblemText part={part} field="topics" />
      <LinesField {...part} field="queries" hint={texts.queriesHint} />
      <LinesField {...part} field="authors" />
      <LinesField {...part} field="organizations" />
    </Question>
  );
}

/** Muted entries, folded until one of them has a problem. */
function MuteFields(part: FormPart): ReactElement {
  const texts = preferencesTexts[part.site.language];
  const { form } = part;
  const entries = MUTED_LINES.flatMap((field) =>
    form[field].split('\n').filter((line) => line.trim() !== ''),
  );
  const count = form.mutedTopics.length + entries.length;
  const hasProblem = [...MUTED_LINES, 'mutedTopics' as const].some((field) => part.problemOf(field) !== null);
  return (
    <Question heading={texts.mute} hint={texts.muteHint}>
      <details open={hasProblem}>
        <summary>{texts.muted(count)}</summary>
        <div className="field">
          <p className="label">{texts.fields.mutedTopics}</p>
          <TopicChoices {...part} field="mutedTopics" />
        </div>
        <ProblemText part={part} field="mutedTopics" />
        {MUTED_LINES.map((field) => (
          <LinesField
            key={field}
            {...part}
            field={field}
            {...(field === 'mutedQueries' ? { hint: texts.queriesHint } : {})}
          />
        ))}
      </details>
    </Question>
  );
}

const MUTED_LINES = ['mutedQueries', 'mutedAuthors', 'mutedOrganizations'] as const;

import type { ReactElement } from 'react';
import type { Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { clientScript } from '../../assets/scripts.ts';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { PreviewLink, PreviewPart } from '../preview/preview-part.tsx';
import { previewTexts } from '../preview/preview-texts.ts';
import type { PreviewView } from '../preview/preview-view.ts';
import { type FieldError, FieldErrorNote } from './field-error.tsx';
import { type FormPart, ProblemText, Question } from './form-part.tsx';
import { formPart, ProblemList } from './form-problems.tsx';
import { LinesField, TopicChoices } from './interest-fields.tsx';
import type { FieldProblem, PreferenceForm } from './preference-form.ts';
import { preferencesTexts } from './preferences-texts.ts';
import { type YourData, YourDataParts } from './subscription-sections.tsx';
import { AmountFields, LanguageChoices, TimeFields } from './time-fields.tsx';

export interface PreferencesPageProps {
  site: Site;
  subscriber: Pick<Subscriber, 'state' | 'unsubscribeKey' | 'pausedUntil'>;
  /** The page's own path; what readers do with what is theirs lies below it. */
  path: string;
  form: PreferenceForm;
  problems?: readonly FieldProblem[];
  preview: PreviewView | null;
  /** The form shows what is not saved, because it was only to be looked at. */
  tried?: boolean;
  /** What has just been done. */
  note?: string | null;
  /** What could not be, of the forms below the preferences. */
  refused?: FieldError | null;
  own: YourData;
}

/** One page of plain questions: what, when, how much, with the digest that this gives. It works without JavaScript. */
export function PreferencesPage(props: PreferencesPageProps): ReactElement {
  const { site, subscriber, path, form, problems = [], tried = false, note = null, refused = null } = props;
  const words = preferencesTexts[site.language];
  const part = formPart(site, form, problems);
  const before =
    problems.length > 0 || refused ? `${words.unsavedTitle}: ` : note ? `${words.savedTitle}: ` : '';
  return (
    <Document site={site} title={`${before}${words.title}`}>
      <h1>{words.heading}</h1>
      <StateNote site={site} state={subscriber.state} />
      <PreviewLink site={site} />
      {note && (
        <div className="note" role="status">
          <p>{note}</p>
        </div>
      )}
      {refused && <FieldErrorNote site={site} refused={refused} />}
      {problems.length > 0 && <ProblemList part={part} problems={problems} heading={words.unsaved} />}
      <div className="beside">
        <form method="post" action={path} data-preview={`${path}/preview`}>
          <FollowFields {...part} />
          <TimeFields {...part} />
          <AmountFields {...part} />
          <LanguageChoices {...part} />
          <MuteFields {...part} />
          <div className="actions">
            <button type="submit">{words.button}</button>
            <button
              type="submit"
              className="second"
              formAction={`${path}/preview#preview-heading`}
              formNoValidate
            >
              {previewTexts[site.language].show}
            </button>
            <a href={`/leave/${subscriber.unsubscribeKey}`}>{words.leave}</a>
          </div>
        </form>
        <PreviewPart site={site} view={props.preview} unsaved={tried} />
      </div>
      <YourDataParts site={site} path={path} subscriber={subscriber} own={props.own} refused={refused} />
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
  const words = preferencesTexts[part.site.language];
  return (
    <Question heading={words.follow} hint={words.followHint}>
      <TopicChoices {...part} field="topics" />
      <ProblemText part={part} field="topics" />
      <LinesField {...part} field="queries" />
      <LinesField {...part} field="authors" />
      <LinesField {...part} field="organisations" />
    </Question>
  );
}

/** What most readers never need is folded until there is something in it. */
function MuteFields(part: FormPart): ReactElement {
  const words = preferencesTexts[part.site.language];
  const { form } = part;
  const entries = MUTED_LINES.flatMap((field) =>
    form[field].split('\n').filter((line) => line.trim() !== ''),
  );
  const count = form.mutedTopics.length + entries.length;
  const wrong = [...MUTED_LINES, 'mutedTopics' as const].some((field) => part.problemOf(field) !== null);
  return (
    <Question heading={words.mute} hint={words.muteHint}>
      <details open={wrong}>
        <summary>{words.muted(count)}</summary>
        <div className="field">
          <p className="label">{words.fields.mutedTopics}</p>
          <TopicChoices {...part} field="mutedTopics" />
        </div>
        <ProblemText part={part} field="mutedTopics" />
        {MUTED_LINES.map((field) => (
          <LinesField key={field} {...part} field={field} />
        ))}
      </details>
    </Question>
  );
}

const MUTED_LINES = ['mutedQueries', 'mutedAuthors', 'mutedOrganisations'] as const;

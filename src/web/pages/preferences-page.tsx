import type { ReactElement } from 'react';
import { TOPIC_SLUGS } from '../../../config/topics.ts';
import type { Subscriber } from '../../subscribers/queries.ts';
import { FIELD_ORDER, type FieldProblem, type PreferenceForm } from '../preference-form.ts';
import type { Site } from '../site.ts';
import { Document } from './document.tsx';
import { type FormPart, ProblemText, Question } from './form-part.tsx';
import { LinesField, TopicChoices } from './interest-fields.tsx';
import { AmountFields, TimeFields } from './time-fields.tsx';

interface PreferencesPageProps {
  site: Site;
  subscriber: Pick<Subscriber, 'state' | 'leaveKey'>;
  form: PreferenceForm;
  problems?: readonly FieldProblem[];
  saved?: boolean;
}

/** One page of plain questions: what, when, how much. It works without JavaScript and keeps what was typed. */
export function PreferencesPage(props: PreferencesPageProps): ReactElement {
  const { site, subscriber, form, problems = [], saved = false } = props;
  const words = site.texts.preferences;
  const part: FormPart = {
    site,
    form,
    problemOf: (field) => {
      const found = problems.filter((problem) => problem.field === field).map((each) => inWords(each, site));
      return found.length === 0 ? null : [...new Set(found)].slice(0, 5).join(' ');
    },
  };
  const title =
    problems.length > 0
      ? `${words.unsavedTitle}: ${words.title}`
      : saved
        ? `${words.savedTitle}: ${words.title}`
        : words.title;
  return (
    <Document site={site} title={title}>
      <h1>{words.heading}</h1>
      <StateNote site={site} state={subscriber.state} />
      {saved && (
        <div className="note" role="status">
          <p>
            <strong>{words.saved}</strong> {words.savedHint}
          </p>
        </div>
      )}
      {problems.length > 0 && <ProblemList part={part} problems={problems} />}
      <form method="post">
        <FollowFields {...part} />
        <TimeFields {...part} />
        <AmountFields {...part} />
        <MuteFields {...part} />
        <div className="actions">
          <button type="submit">{words.button}</button>
          <a href={`/leave/${subscriber.leaveKey}`}>{words.leave}</a>
        </div>
      </form>
    </Document>
  );
}

function inWords({ problem, field, value }: FieldProblem, site: Site): string {
  const named = field === 'topics' || field === 'mutedTopics' ? site.texts.topics.label(value) : value;
  return site.texts.preferences.problems[problem](named);
}

function StateNote({ site, state }: { site: Site; state: Subscriber['state'] }): ReactElement | null {
  const { states } = site.texts.preferences;
  if (state !== 'pending' && state !== 'paused' && state !== 'suppressed') return null;
  return (
    <div className="note">
      <p>{states[state]}</p>
    </div>
  );
}

/** All complaints at the top, each leading to its field: on a phone the field may be five screens below. */
function ProblemList({
  part,
  problems,
}: {
  part: FormPart;
  problems: readonly FieldProblem[];
}): ReactElement {
  const words = part.site.texts.preferences;
  const fields = FIELD_ORDER.filter((field) => problems.some((problem) => problem.field === field));
  return (
    <div className="note bad" role="alert">
      <p>
        <strong>{words.unsaved}</strong>
      </p>
      <ul>
        {fields.map((field) => (
          <li key={field}>
            <a href={`#${field}`}>{words.fields[field]}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function FollowFields(part: FormPart): ReactElement {
  const words = part.site.texts.preferences;
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

function MuteFields(part: FormPart): ReactElement {
  const words = part.site.texts.preferences;
  const muted = part.form.mutedTopics.filter((slug) => TOPIC_SLUGS.has(slug));
  return (
    <Question heading={words.mute} hint={words.muteHint}>
      <details open={part.problemOf('mutedTopics') !== null}>
        <summary>{words.mutedTopics(muted.map(part.site.texts.topics.label))}</summary>
        <TopicChoices {...part} field="mutedTopics" />
      </details>
      <ProblemText part={part} field="mutedTopics" />
      <LinesField {...part} field="mutedQueries" />
      <LinesField {...part} field="mutedAuthors" />
      <LinesField {...part} field="mutedOrganisations" />
    </Question>
  );
}

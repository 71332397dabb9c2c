import type { ReactElement, ReactNode } from 'react';
import type { LedgerRow } from '../../../delivery/status/ledger-queries.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { editionPath, subscriberDetailsPath } from '../frame/dashboard-paths.ts';
import { StateWord, Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format-time.ts';
import { shownReason } from '../frame/mask.ts';
import { TOTALS_TEXTS } from '../frame/totals-texts.ts';
import { preferenceWords } from './preference-words.ts';
import { SubscriberForms } from './subscriber-forms.tsx';
import type { DashboardSubscriber } from './subscriber-read.ts';
import { answerFor } from './subscriber-result.ts';
import { SUBSCRIBERS_TEXTS } from './subscribers-texts.ts';

const MOST = 60;

interface Props {
  desk: Dashboard;
  person: DashboardSubscriber;
}

/** One person: the answer to "did they get it?", who they are, what they were sent, and what an operator can do. */
export function SubscriberPage({ desk, person }: Props): ReactElement {
  const { subscriber, lines, day, now, suppression } = person;
  const acting = desk.session.role === 'operator' && subscriber.state !== 'erased';
  const suppressed = suppression !== null || subscriber.state === 'suppressed';
  return (
    <>
      <section aria-labelledby="answer">
        <h2 id="answer">{SUBSCRIBERS_TEXTS.didTheyGetIt}</h2>
        <p className="verdict">{answerFor({ state: subscriber.state, lines }, day, now)}</p>
      </section>
      <About person={person} />
      <Digests desk={desk} lines={lines} />
      <Letters desk={desk} person={person} />
      <Reports desk={desk} person={person} />
      {acting && (
        <SubscriberForms
          desk={desk}
          path={subscriberDetailsPath(subscriber.id)}
          suppressed={suppressed ? { complained: suppression?.reason === 'complaint' } : null}
        />
      )}
    </>
  );
}

function About({ person }: Pick<Props, 'person'>): ReactElement {
  const { subscriber, preference, suppression } = person;
  const { state, pausedUntil, createdAt, consentAt, consentSource, confirmedAt } = subscriber;
  return (
    <section aria-labelledby="about">
      <h2 id="about">{SUBSCRIBERS_TEXTS.about}</h2>
      <dl className="known">
        <Fact name={SUBSCRIBERS_TEXTS.state}>
          {SUBSCRIBERS_TEXTS.states[state] ?? state}
          {pausedUntil !== null && ` ${SUBSCRIBERS_TEXTS.pausedUntil(pausedUntil)}`}
        </Fact>
        {suppression && (
          <Fact name={SUBSCRIBERS_TEXTS.suppression}>
            {SUBSCRIBERS_TEXTS.suppressedWords(
              suppression.reason,
              suppression.source,
              formatTime(suppression.since),
            )}
          </Fact>
        )}
        <Fact name={SUBSCRIBERS_TEXTS.since}>{formatTime(createdAt)}</Fact>
        <Fact name={SUBSCRIBERS_TEXTS.consent}>
          {consentAt === null
            ? SUBSCRIBERS_TEXTS.noConsent
            : SUBSCRIBERS_TEXTS.consentWords(formatTime(consentAt), consentSource ?? '–')}
        </Fact>
        <Fact name={SUBSCRIBERS_TEXTS.confirmed}>{formatTime(confirmedAt)}</Fact>
        <Fact name={SUBSCRIBERS_TEXTS.preference}>
          {preference === null ? SUBSCRIBERS_TEXTS.noPreference : preferenceWords(preference)}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Digests({ desk, lines }: { desk: Dashboard; lines: readonly LedgerRow[] }): ReactElement {
  const shown = lines.slice(0, MOST);
  const words = SUBSCRIBERS_TEXTS.digestColumns;
  return (
    <section aria-labelledby="digests">
      <h2 id="digests">{SUBSCRIBERS_TEXTS.digests}</h2>
      {lines.length === 0 && <p>{SUBSCRIBERS_TEXTS.noDigests}</p>}
      {lines.length > MOST && <p className="meta">{SUBSCRIBERS_TEXTS.shownOf(MOST, lines.length)}</p>}
      {lines.length > 0 && (
        <Table label={SUBSCRIBERS_TEXTS.listed(SUBSCRIBERS_TEXTS.digests)} columns={columnsOf(words)} stacked>
          {shown.map((line) => (
            <tr key={line.edition}>
              <th scope="row">
                <a href={editionPath(line.edition)}>{line.edition}</a>
              </th>
              <td>
                <StateWord state={line.state} />
              </td>
              <td data-name={words.reason}>
                {TOTALS_TEXTS.exclusions[line.reason ?? ''] ?? shownReason(desk, line.reason)}
              </td>
              <td className="moment" data-name={words.sendAt}>
                {formatTime(line.sendAt)}
              </td>
              <td data-name={words.attempts}>{line.attempts}</td>
              <td data-name={words.provider}>
                {[line.provider, line.providerId].filter(Boolean).join(' ') || '–'}
              </td>
              <td className="moment" data-name={words.arrival}>
                {line.arrival === null ? '–' : `${line.arrival}, ${formatTime(line.arrivalAt)}`}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function Letters({ desk, person: { letters } }: Props): ReactElement {
  return (
    <section aria-labelledby="letters">
      <h2 id="letters">{SUBSCRIBERS_TEXTS.letters}</h2>
      {letters.length === 0 ? (
        <p>{SUBSCRIBERS_TEXTS.noLetters}</p>
      ) : (
        <Table
          label={SUBSCRIBERS_TEXTS.listed(SUBSCRIBERS_TEXTS.letters)}
          columns={columnsOf(SUBSCRIBERS_TEXTS.letterColumns)}
        >
          {letters.map((letter) => (
            <tr key={letter.id}>
              <th scope="row">{letter.kind}</th>
              <td>
                <StateWord state={letter.state} />
              </td>
              <td>{shownReason(desk, letter.reason)}</td>
              <td className="moment">{formatTime(letter.askedAt)}</td>
              <td>{letter.attempts}</td>
              <td>{[letter.provider, letter.providerId].filter(Boolean).join(' ') || '–'}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function Reports({ desk, person: { reports } }: Props): ReactElement {
  return (
    <section aria-labelledby="reports">
      <h2 id="reports">{SUBSCRIBERS_TEXTS.reports}</h2>
      {reports.length === 0 ? (
        <p>{SUBSCRIBERS_TEXTS.noReports}</p>
      ) : (
        <Table
          label={SUBSCRIBERS_TEXTS.listed(SUBSCRIBERS_TEXTS.reports)}
          columns={columnsOf(SUBSCRIBERS_TEXTS.reportColumns)}
        >
          {reports.map((report) => (
            <tr key={`${report.provider} ${report.id}`}>
              <td className="moment">{formatTime(report.occurredAt)}</td>
              <th scope="row">{report.kind}</th>
              <td>{report.provider}</td>
              <td>{shownReason(desk, report.detail)}</td>
              <td>{report.outcome ?? '–'}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function columnsOf(words: Readonly<Record<string, string>>): { name: string }[] {
  return Object.values(words).map((name) => ({ name }));
}

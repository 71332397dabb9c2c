import type { ReactElement, ReactNode } from 'react';
import type { LedgerRow } from '../../../delivery/status/ledger-queries.ts';
import { editionAddress } from '../editions/edition-facts.ts';
import type { Desk } from '../frame/dashboard.ts';
import { StateWord, Table } from '../frame/dashboard-table.tsx';
import { moment } from '../frame/format-time.ts';
import { shownReason } from '../frame/mask.ts';
import { TODAY_TEXTS } from '../today/today-texts.ts';
import { preferenceWords } from './preference-words.ts';
import { PersonForms } from './subscriber-forms.tsx';
import type { Person } from './subscriber-read.ts';
import { answerFor } from './subscriber-result.ts';
import { PEOPLE_TEXTS } from './subscribers-texts.ts';

const MOST = 60;

interface Props {
  desk: Desk;
  person: Person;
}

/** One person: the answer to "did they get it?", who they are, what they were sent, and what an operator can do. */
export function PersonPage({ desk, person }: Props): ReactElement {
  const { subscriber, lines, day, now, suppression } = person;
  const acting = desk.session.role === 'operator' && subscriber.state !== 'erased';
  const suppressed = suppression !== null || subscriber.state === 'suppressed';
  return (
    <>
      <section aria-labelledby="answer">
        <h2 id="answer">{PEOPLE_TEXTS.didTheyGetIt}</h2>
        <p className="verdict">{answerFor({ state: subscriber.state, lines }, day, now)}</p>
      </section>
      <About person={person} />
      <Digests desk={desk} lines={lines} />
      <Letters desk={desk} person={person} />
      <Reports desk={desk} person={person} />
      {acting && (
        <PersonForms
          desk={desk}
          path={`/operator/people/${subscriber.id}`}
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
      <h2 id="about">{PEOPLE_TEXTS.about}</h2>
      <dl className="known">
        <Fact name={PEOPLE_TEXTS.state}>
          {PEOPLE_TEXTS.states[state] ?? state}
          {pausedUntil !== null && ` ${PEOPLE_TEXTS.pausedUntil(pausedUntil)}`}
        </Fact>
        {suppression && (
          <Fact name={PEOPLE_TEXTS.suppression}>
            {PEOPLE_TEXTS.suppressedWords(suppression.reason, suppression.source, moment(suppression.since))}
          </Fact>
        )}
        <Fact name={PEOPLE_TEXTS.since}>{moment(createdAt)}</Fact>
        <Fact name={PEOPLE_TEXTS.consent}>
          {consentAt === null
            ? PEOPLE_TEXTS.noConsent
            : PEOPLE_TEXTS.consentWords(moment(consentAt), consentSource ?? '–')}
        </Fact>
        <Fact name={PEOPLE_TEXTS.confirmed}>{moment(confirmedAt)}</Fact>
        <Fact name={PEOPLE_TEXTS.preference}>
          {preference === null ? PEOPLE_TEXTS.noPreference : preferenceWords(preference)}
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

function Digests({ desk, lines }: { desk: Desk; lines: readonly LedgerRow[] }): ReactElement {
  const shown = lines.slice(0, MOST);
  const words = PEOPLE_TEXTS.digestColumns;
  return (
    <section aria-labelledby="digests">
      <h2 id="digests">{PEOPLE_TEXTS.digests}</h2>
      {lines.length === 0 && <p>{PEOPLE_TEXTS.noDigests}</p>}
      {lines.length > MOST && <p className="meta">{PEOPLE_TEXTS.shownOf(MOST, lines.length)}</p>}
      {lines.length > 0 && (
        <Table label={PEOPLE_TEXTS.listed(PEOPLE_TEXTS.digests)} columns={columnsOf(words)} stacked>
          {shown.map((line) => (
            <tr key={line.edition}>
              <th scope="row">
                <a href={editionAddress(line.edition)}>{line.edition}</a>
              </th>
              <td>
                <StateWord state={line.state} />
              </td>
              <td data-name={words.reason}>
                {TODAY_TEXTS.exclusions[line.reason ?? ''] ?? shownReason(desk, line.reason)}
              </td>
              <td className="moment" data-name={words.sendAt}>
                {moment(line.sendAt)}
              </td>
              <td data-name={words.attempts}>{line.attempts}</td>
              <td data-name={words.provider}>
                {[line.provider, line.providerId].filter(Boolean).join(' ') || '–'}
              </td>
              <td className="moment" data-name={words.arrival}>
                {line.arrival === null ? '–' : `${line.arrival}, ${moment(line.arrivalAt)}`}
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
      <h2 id="letters">{PEOPLE_TEXTS.letters}</h2>
      {letters.length === 0 ? (
        <p>{PEOPLE_TEXTS.noLetters}</p>
      ) : (
        <Table
          label={PEOPLE_TEXTS.listed(PEOPLE_TEXTS.letters)}
          columns={columnsOf(PEOPLE_TEXTS.letterColumns)}
        >
          {letters.map((letter) => (
            <tr key={letter.id}>
              <th scope="row">{letter.kind}</th>
              <td>
                <StateWord state={letter.state} />
              </td>
              <td>{shownReason(desk, letter.reason)}</td>
              <td className="moment">{moment(letter.askedAt)}</td>
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
      <h2 id="reports">{PEOPLE_TEXTS.reports}</h2>
      {reports.length === 0 ? (
        <p>{PEOPLE_TEXTS.noReports}</p>
      ) : (
        <Table
          label={PEOPLE_TEXTS.listed(PEOPLE_TEXTS.reports)}
          columns={columnsOf(PEOPLE_TEXTS.reportColumns)}
        >
          {reports.map((report) => (
            <tr key={`${report.provider} ${report.id}`}>
              <td className="moment">{moment(report.occurredAt)}</td>
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

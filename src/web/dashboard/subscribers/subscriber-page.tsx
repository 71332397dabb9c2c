import type { ReactElement, ReactNode } from 'react';
import type { LedgerRow } from '../../../delivery/status/ledger-queries.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { editionPath, subscriberDetailsPath } from '../frame/dashboard-paths.ts';
import { StateLabel, Table } from '../frame/dashboard-table.tsx';
import { formatNumber, formatTime } from '../frame/format.ts';
import { shownReason } from '../frame/mask.ts';
import { TOTALS_TEXTS } from '../frame/totals-texts.ts';
import { deliveryAnswer } from './delivery-answer.ts';
import { DELIVERY_ANSWER_TEXTS } from './delivery-answer-texts.ts';
import { describePreference } from './describe-preference.ts';
import type { SubscriberDetails } from './read-subscriber-details.ts';
import { SubscriberForms } from './subscriber-forms.tsx';
import { SUBSCRIBERS_TEXTS as TEXTS } from './subscribers-texts.ts';

const DIGESTS_SHOWN = 60;

interface Props {
  dashboard: Dashboard;
  details: SubscriberDetails;
}

/** One subscriber: the answer to "did they get it?", their data, their emails, and the operations on them. */
export function SubscriberPage({ dashboard, details }: Props): ReactElement {
  const { subscriber, lines, day, now, suppression } = details;
  const canOperate = dashboard.session.role === 'operator' && subscriber.state !== 'erased';
  const isSuppressed = suppression !== null || subscriber.state === 'suppressed';
  return (
    <>
      <section aria-labelledby="answer">
        <h2 id="answer">{DELIVERY_ANSWER_TEXTS.question}</h2>
        <p className="status-line">{deliveryAnswer({ state: subscriber.state, lines }, day, now)}</p>
      </section>
      <About dashboard={dashboard} details={details} />
      <Digests dashboard={dashboard} lines={lines} />
      <TransactionalEmails dashboard={dashboard} details={details} />
      <Reports dashboard={dashboard} details={details} />
      {canOperate && (
        <SubscriberForms
          dashboard={dashboard}
          path={subscriberDetailsPath(subscriber.id)}
          suppressed={isSuppressed ? { complained: suppression?.reason === 'complaint' } : null}
        />
      )}
    </>
  );
}

function About({ dashboard, details }: Props): ReactElement {
  const { subscriber, preference, suppression } = details;
  const { state, pausedUntil, createdAt, consentAt, consentSource, confirmedAt } = subscriber;
  return (
    <section aria-labelledby="about">
      <h2 id="about">{TEXTS.about}</h2>
      <dl className="pairs details-list">
        <Fact name={TEXTS.state}>
          {TEXTS.states[state] ?? state}
          {pausedUntil !== null && ` ${TEXTS.pausedUntil(pausedUntil)}`}
        </Fact>
        {suppression && (
          <Fact name={TEXTS.suppression}>
            {TEXTS.suppressedSince(suppression.reason, suppression.source, formatTime(suppression.since))}
          </Fact>
        )}
        <Fact name={TEXTS.since}>{formatTime(createdAt)}</Fact>
        <Fact name={TEXTS.consent}>
          {consentAt === null
            ? TEXTS.noConsent
            : TEXTS.consentGiven(formatTime(consentAt), consentSource ?? '–')}
        </Fact>
        <Fact name={TEXTS.confirmed}>{formatTime(confirmedAt)}</Fact>
        <Fact name={TEXTS.preference}>
          {preference === null ? TEXTS.noPreference : describePreference(dashboard.taxonomy, preference)}
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

function Digests({ dashboard, lines }: { dashboard: Dashboard; lines: readonly LedgerRow[] }): ReactElement {
  const shown = lines.slice(0, DIGESTS_SHOWN);
  const names = TEXTS.digestColumns;
  return (
    <section aria-labelledby="digests">
      <h2 id="digests">{TEXTS.digests}</h2>
      {lines.length === 0 && <p>{TEXTS.noDigests}</p>}
      {lines.length > DIGESTS_SHOWN && <p className="meta">{TEXTS.newestOf(DIGESTS_SHOWN, lines.length)}</p>}
      {lines.length > 0 && (
        <Table label={TEXTS.tableOf(TEXTS.digests)} columns={columnsOf(names)} stacked>
          {shown.map((line) => (
            <tr key={line.edition}>
              <th scope="row">
                <a href={editionPath(line.edition)}>{line.edition}</a>
              </th>
              <td>
                <StateLabel state={line.state} />
              </td>
              <td data-name={names.reason}>
                {TOTALS_TEXTS.skipReasons[line.reason ?? ''] ?? shownReason(dashboard, line.reason)}
              </td>
              <td className="moment" data-name={names.sendAt}>
                {formatTime(line.sendAt)}
              </td>
              <td data-name={names.attempts}>{formatNumber(line.attempts)}</td>
              <td data-name={names.provider}>{providerOf(line)}</td>
              <td className="moment" data-name={names.report}>
                {line.arrival === null ? '–' : `${line.arrival}, ${formatTime(line.arrivalAt)}`}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function TransactionalEmails({ dashboard, details: { transactional } }: Props): ReactElement {
  return (
    <section aria-labelledby="transactional">
      <h2 id="transactional">{TEXTS.transactional}</h2>
      {transactional.length === 0 ? (
        <p>{TEXTS.noTransactional}</p>
      ) : (
        <Table label={TEXTS.tableOf(TEXTS.transactional)} columns={columnsOf(TEXTS.transactionalColumns)}>
          {transactional.map((email) => (
            <tr key={email.id}>
              <th scope="row">{TEXTS.transactionalKinds[email.kind] ?? email.kind}</th>
              <td>
                <StateLabel state={email.state} />
              </td>
              <td>{shownReason(dashboard, email.reason)}</td>
              <td className="moment">{formatTime(email.askedAt)}</td>
              <td>{formatNumber(email.attempts)}</td>
              <td>{providerOf(email)}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function Reports({ dashboard, details: { reports } }: Props): ReactElement {
  return (
    <section aria-labelledby="reports">
      <h2 id="reports">{TEXTS.reports}</h2>
      {reports.length === 0 ? (
        <p>{TEXTS.noReports}</p>
      ) : (
        <Table label={TEXTS.tableOf(TEXTS.reports)} columns={columnsOf(TEXTS.reportColumns)}>
          {reports.map((report) => (
            <tr key={`${report.provider} ${report.id}`}>
              <td className="moment">{formatTime(report.occurredAt)}</td>
              <th scope="row">{report.kind}</th>
              <td>{report.provider}</td>
              <td>{shownReason(dashboard, report.detail)}</td>
              <td>{report.outcome ?? '–'}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

/** Provider with its id for the email; a dash before the first attempt. */
function providerOf({
  provider,
  providerId,
}: {
  provider: string | null;
  providerId: string | null;
}): string {
  return [provider, providerId].filter(Boolean).join(' ') || '–';
}

function columnsOf(names: Readonly<Record<string, string>>): { name: string }[] {
  return Object.values(names).map((name) => ({ name }));
}

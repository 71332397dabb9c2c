import { endSentence } from '../../../delivery/providers/describe-result.ts';
import type { LedgerRow } from '../../../delivery/status/ledger-queries.ts';
import { formatClock, formatFromNow } from '../frame/format.ts';
import { TOTALS_TEXTS } from '../frame/totals-texts.ts';
import { DELIVERY_ANSWER_TEXTS as TEXTS } from './delivery-answer-texts.ts';

/**
 * Answers in one sentence whether a subscriber received the digest of `day`, the newest edition's day (null
 * before the first); pure. `lines` are their deliveries, newest first. Without one on that day the previous
 * digest follows.
 */
export function deliveryAnswer(
  { state, lines }: { state: string; lines: readonly LedgerRow[] },
  day: string | null,
  now: Date,
): string {
  if (day === null) return TEXTS.noEdition;
  const current = lines.find((line) => line.edition.endsWith(day));
  if (current) return describeLine(current, now, state);
  const absent = TEXTS.absent(day, TEXTS.absenceReasons[state] ?? state);
  const [previous] = lines;
  return previous ? `${absent} ${TEXTS.previous} ${describeLine(previous, now, state)}` : absent;
}

function describeLine(line: LedgerRow, now: Date, subscriberState: string): string {
  const { edition, state, reason, sendAt } = line;
  const when = `${formatClock(sendAt, now)} (${formatFromNow(sendAt, now)})`;
  const sentence = reason === null ? '' : ` ${endSentence(reason)}`;
  switch (state) {
    case 'accepted':
      return describeAccepted(line, now);
    case 'planned':
      return sendAt > now ? TEXTS.due(edition, when) : TEXTS.overdue(edition, when, sentence);
    case 'sending':
      return TEXTS.sending(edition);
    case 'failed':
      return [TEXTS.failed(edition, sentence), TEXTS.afterFailure[subscriberState]].filter(Boolean).join(' ');
    case 'excluded':
      return TEXTS.skipped(edition, TOTALS_TEXTS.skipReasons[reason ?? ''] ?? reason ?? '');
    case 'uncertain':
      return TEXTS.uncertain(edition, formatClock(line.triedAt ?? sendAt, now));
  }
}

function describeAccepted(
  { edition, provider, triedAt, settledAt, arrival, arrivalAt, sendAt }: LedgerRow,
  now: Date,
): string {
  const acceptedAt = formatClock(settledAt ?? triedAt ?? sendAt, now);
  const accepted = TEXTS.accepted(edition, provider ?? TEXTS.aProvider, acceptedAt);
  const reportedAt = arrivalAt === null ? '' : formatClock(arrivalAt, now);
  return (TEXTS.reports[arrival ?? ''] ?? TEXTS.noReport)(accepted, reportedAt);
}

import { asSentence } from '../../../delivery/providers/describe-result.ts';
import type { LedgerRow } from '../../../delivery/status/ledger-queries.ts';
import { clockWords, fromNow } from '../frame/duration-words.ts';
import { TOTALS_TEXTS } from '../frame/totals-texts.ts';
import { SUBSCRIBERS_TEXTS } from './subscribers-texts.ts';

const words = SUBSCRIBERS_TEXTS.answer;

/**
 * Did they get it? One sentence on the present edition (its day; null before the first), from a person's lines with the newest
 * edition first; pure. Whoever has none in it hears what their last one came to.
 */
export function answerFor(
  person: { state: string; lines: readonly LedgerRow[] },
  day: string | null,
  now: Date,
): string {
  if (day === null) return words.noEdition;
  const present = person.lines.find((line) => line.edition.endsWith(day));
  if (present) return ofLine(present, now, person.state);
  const absent = words.absent(day, words.states[person.state] ?? person.state);
  const [last] = person.lines;
  return last ? `${absent} ${words.before} ${ofLine(last, now, person.state)}` : absent;
}

function ofLine(line: LedgerRow, now: Date, theirs: string): string {
  const { edition, state, reason, sendAt } = line;
  const when = `${clockWords(sendAt, now)}, ${fromNow(sendAt, now)}`;
  switch (state) {
    case 'accepted':
      return ofAccepted(line, now);
    case 'planned':
      return sendAt > now ? words.due(edition, when) : words.overdue(edition, when, said(reason));
    case 'sending':
      return words.sending(edition);
    case 'failed':
      return [words.failed(edition, said(reason)), words.afterFailure[theirs]].filter(Boolean).join(' ');
    case 'excluded':
      return words.excluded(edition, TOTALS_TEXTS.exclusions[reason ?? ''] ?? reason ?? '');
    case 'uncertain':
      return words.uncertain(edition, clockWords(line.triedAt ?? sendAt, now));
  }
}

function ofAccepted(
  { edition, provider, triedAt, settledAt, arrival, arrivalAt, sendAt }: LedgerRow,
  now: Date,
): string {
  const taken = words.taken(
    edition,
    provider ?? 'the provider',
    clockWords(settledAt ?? triedAt ?? sendAt, now),
  );
  const at = arrivalAt === null ? '' : clockWords(arrivalAt, now);
  return (words.arrivals[arrival ?? ''] ?? words.noReport)(taken, at);
}

function said(reason: string | null): string {
  return reason === null ? '' : ` ${asSentence(reason)}`;
}

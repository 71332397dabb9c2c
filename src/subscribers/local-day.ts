import { Temporal } from 'temporal-polyfill';

/** Date in an IANA time zone at that moment, YYYY-MM-DD. */
export function localDayIn(timeZone: string, moment: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

// IMF-fixdate, and the two obsolete forms that a recipient must accept (RFC 9110, 5.6.7).
const FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC_850 = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** Time of an HTTP date in milliseconds, or null for anything else. */
export function parseHttpDate(text: string): number | null {
  const complete = ASCTIME.test(text) ? `${text} GMT` : text;
  if (complete === text && !FIXDATE.test(text) && !RFC_850.test(text)) return null;
  const time = Date.parse(complete);
  return Number.isNaN(time) ? null : time;
}

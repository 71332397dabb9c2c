const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something took or takes, in at most two units: `480 ms`, `12 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. */
export function durationWords(milliseconds: number): string {
  const length = Math.max(0, Math.round(milliseconds));
  if (length < 1_000) return `${length} ms`;
  const whole = Math.round(length / 1_000) * 1_000;
  if (whole < MINUTE) return `${whole / 1_000} s`;
  if (whole < HOUR) return twoUnits(whole, MINUTE, 'min', 1_000, 's');
  if (whole < DAY) return twoUnits(whole, HOUR, 'h', MINUTE, 'min');
  return twoUnits(whole, DAY, 'd', HOUR, 'h');
}

/** How far a moment is from now, to the minute: `in 5 h 20 min`, `3 min ago`, `now`. */
export function fromNow(moment: Date, now: Date): string {
  const minutes = Math.round((moment.getTime() - now.getTime()) / MINUTE);
  if (minutes === 0) return 'now';
  const span = durationWords(Math.abs(minutes) * MINUTE);
  return minutes > 0 ? `in ${span}` : `${span} ago`;
}

/** `07:15 UTC`; with the day where it is not today's: `2026-11-24 03:30 UTC`. */
export function clockWords(moment: Date, now: Date): string {
  const [day, time] = moment.toISOString().slice(0, 16).split('T');
  return `${now.toISOString().startsWith(`${day}T`) ? '' : `${day} `}${time} UTC`;
}

function twoUnits(length: number, large: number, largeName: string, small: number, smallName: string) {
  const rest = Math.floor((length % large) / small);
  return `${Math.floor(length / large)} ${largeName}${rest > 0 ? ` ${rest} ${smallName}` : ''}`;
}

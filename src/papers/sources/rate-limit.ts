/** Time (milliseconds since 1970) before which a source must not be called again. Each adapter keeps one. */
export interface RateLimitState {
  notBefore: number;
}

/** State of a source that has set no limit yet. */
export function noRateLimit(): RateLimitState {
  return { notBefore: 0 };
}

// Headers are external text: no sane service locks an address out for longer, and a typo must not stop
// Paperboy for years.
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/**
 * Milliseconds to wait after a refusal: from `Retry-After` (seconds or a date, RFC 9110 10.2.3), else from
 * the exhausted window of `RateLimit`. Undefined if the service does not say.
 */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value !== undefined && /^\d+(?:\.\d+)?$/.test(value)) return bounded(Number(value) * 1000);
  const date = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(date) ? exhaustedForMs(headers) : bounded(date - now.getTime());
}

/**
 * Milliseconds until requests are allowed again if any window is exhausted, else undefined. Reads the IETF
 * draft's `RateLimit: "api";r=0;t=123`, with the window `w` of `RateLimit-Policy` if `t` is missing, and its
 * predecessors with `remaining` and `reset`.
 */
export function exhaustedForMs(headers: Headers): number | undefined {
  const waits = windowsOf(headers)
    .filter((window) => window.remaining === 0)
    .map((window) => window.resetSeconds ?? policySeconds(headers))
    .filter((seconds) => seconds !== undefined);
  return waits.length === 0 ? undefined : bounded(Math.max(...waits) * 1000);
}

interface Window {
  remaining: number | undefined;
  resetSeconds: number | undefined;
}

function windowsOf(headers: Headers): Window[] {
  const apart = {
    remaining: parameter(`r=${headers.get('ratelimit-remaining') ?? ''}`, 'r'),
    resetSeconds: parameter(`t=${headers.get('ratelimit-reset') ?? ''}`, 't'),
  };
  const text = withoutNames(headers.get('ratelimit') ?? '');
  const items = text.split(',').map(windowOf);
  // The older form separates parameters by the comma that now separates windows.
  const whole = items.some((item) => item.remaining !== undefined && item.resetSeconds !== undefined);
  return [apart, ...(whole ? items : [windowOf(text)])];
}

function windowOf(text: string): Window {
  return {
    remaining: parameter(text, 'r|remaining'),
    resetSeconds: parameter(text, 't|reset'),
  };
}

function policySeconds(headers: Headers): number | undefined {
  return parameter(withoutNames(headers.get('ratelimit-policy') ?? ''), 'w');
}

// The name of a window is quoted and may contain anything, commas and equals signs included. A quoted number
// is still a number.
function withoutNames(text: string): string {
  return text.replace(/=\s*"(\d+)"/g, '=$1').replace(/"[^"]*"/g, '');
}

function parameter(text: string, names: string): number | undefined {
  const digits = new RegExp(`(?:^|[;,\\s])(?:${names})\\s*=\\s*(\\d+)`, 'i').exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function bounded(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 0), LONGEST_WAIT_MS);
}

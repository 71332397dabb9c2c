import type { SignalName } from '../config/signals.ts';

/** Time, passed in everywhere so that tests control it. */
export interface Clock {
  now(): Date;
  /** Resolves after `milliseconds`, or rejects with the signal's reason as soon as it aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Current value of one signal of one paper. */
export interface SignalReading {
  paperId: string;
  signal: SignalName;
  value: number;
}

/**
 * Record of one paper from one source. All text is readable Unicode, one line per paragraph
 * (readable-text.ts).
 */
export interface SourcePaper {
  /** Base arXiv id without version, e.g. `2606.13681` or `math/0611800`. */
  id: string;
  /** Version that this record describes; null when the source does not state it. */
  version: number | null;
  title: string;
  abstract: string | null;
  /** One or two sentences, when the source has them. */
  summary: string | null;
  authors: string[];
  /** Number of authors, including those with unknown names. */
  authorCount: number;
  organisation: string | null;
  categories: string[];
  primaryCategory: string | null;
  /** ISO times in UTC. */
  publishedAt: string | null;
  updatedAt: string | null;
  comment: string | null;
  withdrawn: boolean;
  links: PaperLinks;
  /** Day (YYYY-MM-DD) of the source's list that contains the paper; null when the source has no lists. */
  listDay: string | null;
}

/** Absolute https addresses beyond the arXiv pages, which follow from the id. */
export interface PaperLinks {
  code?: string;
  project?: string;
  discussion?: string;
}

/**
 * Skipped entry of a source; the rest of its day is stored. A readable entry without an arXiv id is ignored
 * without a rejection: a day with nothing but rejections counts as `SOURCE_GARBLED`.
 */
export interface Rejection {
  /** Id of the entry, else its position on the page. */
  entry: string;
  reason: string;
}

/** One complete day of a source. `open` is false when the source states that the day does not exist yet. */
export interface SourceDay {
  day: string;
  open: boolean;
  papers: SourcePaper[];
  readings: SignalReading[];
  rejections: Rejection[];
}

/** Port for sources of papers. Every adapter passes one contract suite: test/contracts/paper-source.ts. */
export interface PaperSource {
  readonly name: string;
  /** Display name, e.g. "Hugging Face Daily Papers". */
  readonly label: string;
  /** Number of past days it still serves; ingestion fills gaps that far back. */
  readonly daysBack: number;
  /** Weekdays (1 = Monday … 7 = Sunday) on which a day without papers is normal. */
  readonly quietWeekdays: readonly number[];
  /**
   * Fetches one complete day (YYYY-MM-DD), or the newest available day of any age. Throws PaperboyError
   * `SOURCE_UNAVAILABLE` (retry later), `SOURCE_LIMITED` (with retryAfterMs) or `SOURCE_GARBLED` (unreadable
   * response).
   */
  fetchDay(day: string | 'newest', options?: { signal?: AbortSignal }): Promise<SourceDay>;
}

/** Port for re-reading attention. Readings cost requests, so they are made per list day and not per paper. */
export interface SignalSource {
  readonly name: string;
  /** Number of recent list days that are read again; older ones gain little attention. */
  readonly observeDays: number;
  readSignals(
    days: readonly string[],
    options?: { signal?: AbortSignal },
  ): Promise<{ readings: SignalReading[]; rejections: Rejection[] }>;
}

/** Gate shared by all processes: one caller at a time, with a pause between calls. */
export interface RateGate {
  pass<T>(action: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** One mail, complete and final: what a provider gets follows from this alone, byte for byte. */
export interface OutgoingEmail {
  /** Our own id of the delivery or notification; stable over retries. */
  id: string;
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Further headers in order, List-Unsubscribe and Message-ID among them. Never CR or LF inside. */
  headers: Record<string, string>;
  /** The Date header, ISO in UTC. */
  date: string;
}

/** What became of one mail of a batch. */
export type SendResult =
  | { outcome: 'accepted'; providerId: string }
  /** Refused for good. `about` says whether the address or the mail itself is at fault. */
  | { outcome: 'refused'; about: 'address' | 'mail'; code: string; reason: string }
  /**
   * Surely not taken; may be tried again after that time. `about` says what asks to wait: this mail (when
   * absent), the rate, a quota that is used up, a service that does not answer or does not say for how long,
   * or the batch, which goes through in smaller ones.
   */
  | {
      outcome: 'deferred';
      retryAfterMs: number;
      code: string;
      reason: string;
      about?: 'mail' | 'rate' | 'quota' | 'service' | 'batch';
    }
  /**
   * The account or the configuration is at fault (key, quota, sender): stop the edition, tell the operator.
   */
  | { outcome: 'halted'; code: string; reason: string }
  /**
   * Nobody knows (time-out, connection lost after the data: `service`). `key`: the provider knows this key
   * with other bytes, so that asking again under it will never tell.
   */
  | { outcome: 'uncertain'; reason: string; about?: 'service' | 'key' };

/** A way to send. One contract suite runs over every adapter: test/contracts/mailer.ts. */
export interface Mailer {
  readonly name: string;
  /** Mails a call, at most. */
  readonly batchSize: number;
  /**
   * For how long (ms) after an attempt the same key with the same bytes is safe to send again because
   * the provider deduplicates; 0 where it never is.
   */
  readonly replayWindowMs: number;
  /** SHA-256 in hex over exactly what the provider would be given for these mails. */
  payloadHash(mails: readonly OutgoingEmail[]): string;
  /** One result a mail, in order. Never throws for what a provider or network does: that is a result. */
  send(
    mails: readonly OutgoingEmail[],
    options: { idempotencyKey: string; signal?: AbortSignal },
  ): Promise<SendResult[]>;
  /** For `doctor`: resolves with a sentence when the provider answers, throws PaperboyError when not. */
  check(): Promise<string>;
  close(): Promise<void>;
}

/** A mailer in its place in the order of fail-over. */
export interface Provider {
  readonly name: string;
  readonly mailer: Mailer;
  /** Its share of an edition while others with a weight are there too; 0 stands in when none of them is. */
  readonly weight: number;
  readonly limits: ProviderLimits;
}

/** What all processes together may ask of a provider; null where nothing is said. */
export interface ProviderLimits {
  rate: { perSecond: number; counts: 'calls' | 'mails' } | null;
  /** Open at once; `perBatch` of them a batch. */
  connections: { total: number; perBatch: number } | null;
  /** Mails a UTC day that the account's plan allows. */
  mailsPerDay: number | null;
  /** The first day of its warm-up, YYYY-MM-DD. */
  warmupFrom: string | null;
}

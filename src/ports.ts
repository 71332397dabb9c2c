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
  /** Account that put the paper on that list. */
  submitter?: string;
}

/** Absolute https addresses beyond the arXiv pages, which follow from the id. */
export interface PaperLinks {
  code?: string;
  project?: string;
  discussion?: string;
  /** Image of the paper at its source; fetched only if thumbnails are on. */
  thumbnail?: string;
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

/** One day of a source. `open` is false when the source states that the day does not exist yet. */
export interface SourceDay {
  day: string;
  open: boolean;
  /**
   * Set when the source stopped short of its announced total; a rejection says how. The day is fetched again.
   */
  partial?: true;
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
  /** Number of past days whose lists it serves for a once-only back-fill; absent if it serves none. */
  readonly listsBack?: number;
  /** Weekdays (1 = Monday … 7 = Sunday) on which a day without papers is normal. */
  readonly quietWeekdays: readonly number[];
  /**
   * Fetches one complete day (YYYY-MM-DD), or the newest available day of any age. Throws PaperboyError
   * `SOURCE_UNAVAILABLE` (retry later), `SOURCE_LIMITED` (with retryAfterMs) or `SOURCE_GARBLED` (unreadable
   * response).
   */
  fetchDay(day: string | 'newest', options?: { signal?: AbortSignal }): Promise<SourceDay>;
  /**
   * Fetches the present records of these papers (base ids), where a source can; ids that it does not know are
   * absent. Throws like `fetchDay`.
   */
  fetchPapers?(ids: readonly string[], options?: { signal?: AbortSignal }): Promise<SourcePapers>;
}

/** Records of single papers. */
export type SourcePapers = Pick<SourceDay, 'papers' | 'rejections'>;

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

/** Answer of a language model, unchecked and hostile like any external text. */
export interface ModelSummary {
  text: string;
  /** False if the model stopped early or refused, so that the text must not be shown. */
  complete: boolean;
}

/**
 * Port for a language model that summarizes papers; optional, nothing depends on it. The adapter passes one
 * contract suite: test/contracts/summarizer.ts.
 */
export interface Summarizer {
  /** Name of the model, stored with every summary. */
  readonly model: string;
  /**
   * Asks for two sentences, with one request and no retry. Throws PaperboyError `SUMMARY_MODEL_UNAVAILABLE`
   * (no response in time, or a server error), `SUMMARY_MODEL_LIMITED` (with retryAfterMs),
   * `SUMMARY_MODEL_REJECTED` (configuration; retry is `never`) or `SUMMARY_MODEL_GARBLED` (unreadable).
   */
  summarize(
    paper: { title: string; abstract: string },
    options?: { signal?: AbortSignal },
  ): Promise<ModelSummary>;
}

/** One complete email; the provider's payload follows from it alone, byte for byte. */
export interface OutgoingEmail {
  /** Id of the delivery or notification; stable over retries. */
  id: string;
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Further headers in order, including List-Unsubscribe and Message-ID. Never contain CR or LF. */
  headers: Record<string, string>;
  /** The Date header, ISO in UTC. */
  date: string;
}

/** Result of one email of a batch. */
export type SendResult =
  | { outcome: 'accepted'; providerId: string }
  /**
   * Permanently refused; `about` is the cause: the address, the email itself (`mail`), or our host, account
   * or address (`sender`), which any other email may meet too.
   */
  | { outcome: 'refused'; about: 'address' | 'mail' | 'sender'; code: string; reason: string }
  /**
   * Certainly not accepted; may be retried after `retryAfterMs`. `about` is the cause: this email (`mail`,
   * the default), the rate limit, a used-up quota, a service that does not respond or names no time, or the
   * batch, which passes in smaller ones.
   */
  | {
      outcome: 'deferred';
      retryAfterMs: number;
      code: string;
      reason: string;
      about?: 'mail' | 'rate' | 'quota' | 'service' | 'batch';
    }
  /**
   * The account or the configuration is at fault (key, sender): stops the edition and alerts the operator.
   */
  | { outcome: 'halted'; code: string; reason: string }
  /**
   * Unknown. `service`: timeout, or connection lost after the data. `key`: the provider knows this
   * idempotency key with other bytes, so a replay under it never tells.
   */
  | { outcome: 'uncertain'; reason: string; about?: 'service' | 'key' };

/** Lifetime of the connections that several calls share; a mailer registers there what it has opened. */
export interface ConnectionScope {
  onClose(close: () => void): void;
}

/** Port for sending. Every adapter passes one contract suite: test/contracts/mailer.ts. */
export interface Mailer {
  readonly name: string;
  /** Maximum emails per call. */
  readonly batchSize: number;
  /**
   * Milliseconds after an attempt in which the same key with the same bytes may be sent again, because the
   * provider deduplicates; 0 when it does not.
   */
  readonly replayWindowMs: number;
  /** SHA-256 in hex over exactly the payload that the provider would get for these emails. */
  payloadHash(emails: readonly OutgoingEmail[]): string;
  /**
   * Returns one result per email, in order. Provider and network failures are results and never throw. Calls
   * with the same `connections` may share them, also at the same time.
   */
  send(
    emails: readonly OutgoingEmail[],
    options: { idempotencyKey: string; signal?: AbortSignal; connections?: ConnectionScope },
  ): Promise<SendResult[]>;
  /** For `doctor`: resolves with a sentence when the provider responds, else throws PaperboyError. */
  check(): Promise<string>;
  close(): Promise<void>;
}

/** A mailer with its place in the fail-over order. */
export interface Provider {
  readonly name: string;
  readonly mailer: Mailer;
  /** Relative share of an edition; 0: fail-over only, used when no provider with a weight is available. */
  readonly weight: number;
  readonly limits: ProviderLimits;
}

/** Limits of a provider over all processes; null for no limit. */
export interface ProviderLimits {
  rate: { perSecond: number; counts: 'calls' | 'emails' } | null;
  /** Simultaneous connections: in `total`, and of one run of `deliver`. */
  connections: { total: number; perRun: number } | null;
  /** Daily quota of the account's plan, in emails per UTC day. */
  emailsPerDay: number | null;
  /** First day of the warm-up, YYYY-MM-DD. */
  warmupFrom: string | null;
}

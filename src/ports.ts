import type { SignalName } from '../config/signals.ts';

/** Time, passed in everywhere, so that a test can move it. */
export interface Clock {
  now(): Date;
  /** Resolves after that many milliseconds, or rejects with the signal's reason as soon as it aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** One reading of one signal at the moment of asking. */
export interface SignalReading {
  paperId: string;
  signal: SignalName;
  value: number;
}

/** What one source says of one paper. All text is readable Unicode on one line per paragraph (text.ts). */
export interface SourcePaper {
  /** Base arXiv id without version, e.g. `2606.13681` or `math/0611800`. */
  id: string;
  /** The version this record describes, or null where the source does not say. */
  version: number | null;
  title: string;
  abstract: string | null;
  /** One or two sentences, where the source has them. */
  summary: string | null;
  authors: string[];
  /** How many authors there are, also where their names are not known. */
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
  /** The day (YYYY-MM-DD) of the source's list that the paper stands on; null where the source has no lists. */
  listDay: string | null;
}

/** Absolute https addresses beyond the arXiv pages, which follow from the id. */
export interface PaperLinks {
  code?: string;
  project?: string;
  discussion?: string;
}

/**
 * An entry that was skipped, with the reason; the rest of its day goes in. What can be read but is no paper of ours (it has
 * no arXiv id) is left out without one: a day that has nothing but rejections counts as `SOURCE_GARBLED`.
 */
export interface Rejection {
  /** The entry's own id where it could be read, else its place on the page. */
  entry: string;
  reason: string;
}

/** One day of a source, whole. `open` is false where the source says that the day does not exist yet. */
export interface SourceDay {
  day: string;
  open: boolean;
  papers: SourcePaper[];
  readings: SignalReading[];
  rejections: Rejection[];
}

/** Where papers come from. One contract suite runs over every adapter: test/contracts/paper-source.ts. */
export interface PaperSource {
  readonly name: string;
  /** What a person calls it, e.g. "Hugging Face Daily Papers". */
  readonly label: string;
  /** How many past days it can still serve; ingestion fills gaps that far back. */
  readonly daysBack: number;
  /** On which weekdays (1 = Monday … 7 = Sunday) a day without papers is nothing unusual. */
  readonly quietWeekdays: readonly number[];
  /**
   * Everything of one day (YYYY-MM-DD), or of the newest day on offer, however old.
   * Throws PaperboyError `SOURCE_UNAVAILABLE` (retry later), `SOURCE_LIMITED` (with retryAfterMs)
   * or `SOURCE_GARBLED` (an answer that cannot be read at all).
   */
  fetchDay(day: string | 'newest', options?: { signal?: AbortSignal }): Promise<SourceDay>;
}

/** Where attention is read again later. A reading costs requests, so it is asked by list day, not by paper. */
export interface SignalSource {
  readonly name: string;
  /** How many of the last list days are read again; one that opened earlier no longer gains much attention. */
  readonly observeDays: number;
  readSignals(
    days: readonly string[],
    options?: { signal?: AbortSignal },
  ): Promise<{ readings: SignalReading[]; rejections: Rejection[] }>;
}

/** A turn-taking gate shared by all processes: one holder at a time, and a pause between turns. */
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
   * Surely not taken; may be tried again after that time. `about` says what asks to wait: this mail (when absent), the rate, a quota
   * that is used up, a service that does not answer or does not say for how long, or the batch, which goes through in smaller ones.
   */
  | {
      outcome: 'deferred';
      retryAfterMs: number;
      code: string;
      reason: string;
      about?: 'mail' | 'rate' | 'quota' | 'service' | 'batch';
    }
  /** The account or the configuration is at fault (key, quota, sender): stop the edition, tell the operator. */
  | { outcome: 'halted'; code: string; reason: string }
  /**
   * Nobody knows (time-out, connection lost after the data: `service`). `key`: the provider knows this key with other
   * bytes, so that asking again under it will never tell.
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

import type { Claim, ClaimedAttempt } from './claim.ts';

/** Attempts in progress at once: a run starts two of them (DeliveryRun), the third is rendered meanwhile. */
const LANES = 3;
/** Waiting attempts below which the next claim begins. It composes up to a hundred digests. */
const CLAIM_AHEAD_AT = 4;

/** Source of the attempts of a run, with the way to send them. */
export interface AttemptSource {
  /** Claims the next attempts; null when nothing is due. `ahead`: others are still to be sent. */
  claim(ahead: boolean): Promise<Claim | null>;
  /** Tells whether several attempts of this provider may be in progress at once. */
  overlaps(provider: string): boolean;
  /** Sends one attempt. Returns false when no further one should be started. */
  send(attempt: ClaimedAttempt): Promise<boolean>;
}

/**
 * Sends attempts until nothing is due, at most three at a time and each only after the one before has begun.
 * For a provider with overlap it claims ahead, so that connections wait neither for a claim nor for a
 * transaction; any other attempt is claimed after the outcome of the one before. At the end, calls `release`
 * with the attempts that were claimed and not sent. Rejects with the first error, after the attempts in
 * progress have ended.
 */
export async function sendAttempts(
  source: AttemptSource,
  release: (attempts: readonly ClaimedAttempt[]) => Promise<void>,
): Promise<void> {
  const queue = new AttemptQueue(source);
  const work = async () => {
    for (let attempt = await queue.next(); attempt; attempt = await queue.next()) {
      const proceed = await source.send(attempt).finally(() => queue.ended());
      if (!proceed) queue.stop();
    }
  };
  const lanes = await Promise.allSettled(
    Array.from({ length: LANES }, () =>
      work().catch((error: unknown) => {
        queue.stop();
        throw error;
      }),
    ),
  );
  await release(await queue.rest());
  for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
}

class AttemptQueue {
  readonly #source: AttemptSource;
  #waiting: ClaimedAttempt[] = [];
  #ahead: Promise<Claim | null> | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #inProgress = 0;
  #overlapping = false;
  #stopped = false;
  #whenIdle: (() => void)[] = [];

  constructor(source: AttemptSource) {
    this.#source = source;
  }

  /** Resolves with the next attempt when it may begin, or with null when there is none. */
  next(): Promise<ClaimedAttempt | null> {
    const attempt = this.#turn.then(() => this.#take());
    this.#turn = attempt.catch(() => undefined);
    return attempt;
  }

  /** Records that an attempt has ended. */
  ended(): void {
    this.#inProgress -= 1;
    if (this.#inProgress === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  /** Starts no further attempt. */
  stop(): void {
    this.#stopped = true;
  }

  /** Returns the attempts that were claimed and not started. */
  async rest(): Promise<ClaimedAttempt[]> {
    const claim = await this.#ahead?.catch(() => null);
    return [...this.#waiting.splice(0), ...(claim?.attempts ?? [])];
  }

  async #take(): Promise<ClaimedAttempt | null> {
    if (!(await this.#fill())) return null;
    const [first] = this.#waiting;
    if (!first) return null;
    const overlapping = this.#source.overlaps(first.provider);
    if (!overlapping || !this.#overlapping) await this.#idle();
    if (this.#stopped) return null;
    this.#waiting.shift();
    this.#inProgress += 1;
    this.#overlapping = overlapping;
    if (overlapping && this.#waiting.length < CLAIM_AHEAD_AT) this.#claimAhead();
    return first;
  }

  /** Claims until an attempt is waiting. Returns false when nothing is due, or after a stop. */
  async #fill(): Promise<boolean> {
    for (;;) {
      if (this.#stopped) return false;
      if (this.#waiting.length > 0) return true;
      if (!this.#overlapping) await this.#idle();
      const busy = this.#inProgress > 0;
      this.#claimAhead();
      const claim = await this.#ahead;
      this.#ahead = null;
      this.#waiting.push(...(claim?.attempts ?? []));
      if (claim) continue;
      if (!busy) return false;
      // Attempts in progress may return deliveries that another provider can send.
      await this.#idle();
    }
  }

  #claimAhead(): void {
    if (this.#ahead || this.#stopped) return;
    this.#ahead = this.#source.claim(this.#inProgress > 0);
    // The error surfaces where the claim is awaited, perhaps later.
    this.#ahead.catch(() => undefined);
  }

  #idle(): Promise<void> {
    if (this.#inProgress === 0) return Promise.resolve();
    return new Promise((resolve) => void this.#whenIdle.push(resolve));
  }
}

/**
 * The part of PostgreSQL's wire protocol (version 3, "Message Flow") that detects the end of a client's turn
 * and the notifications in a response.
 */

const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;
/** Above the largest row sent here; a greater length means garbage. */
const LONGEST_MESSAGE = 256 * 1024 * 1024;

const code = (letter: string): number => letter.charCodeAt(0);
/** Messages after which a client waits for the response: Query, Sync, FunctionCall, and the end of a COPY. */
const TURN_ENDS = new Set(['Q', 'S', 'F', 'c', 'f'].map(code));
const TERMINATE = code('X');
const NOTIFICATION = code('A');
const COMMAND_COMPLETE = code('C');

export type Incoming =
  | { kind: 'turn'; messages: Uint8Array[] }
  | { kind: 'refuse-encryption' }
  | { kind: 'end' };

/** Splits the byte stream of one client into complete turns. */
export class ClientMessages {
  #buffer: Buffer = Buffer.alloc(0);
  #started = false;
  #pending: Uint8Array[] = [];

  /** Adds received bytes and returns everything that is complete. */
  take(data: Buffer): Incoming[] {
    this.#buffer = this.#buffer.length === 0 ? data : Buffer.concat([this.#buffer, data]);
    const complete: Incoming[] = [];
    for (;;) {
      const incoming = this.#started ? this.#message() : this.#opening();
      if (incoming === null) return complete;
      if (incoming !== 'more') complete.push(incoming);
    }
  }

  /** Start-up messages have no type letter, only a length and a code. */
  #opening(): Incoming | 'more' | null {
    if (this.#buffer.length < 8) return null;
    const length = this.#buffer.readInt32BE(0);
    if (length < 8 || length > LONGEST_MESSAGE) return this.#garbage();
    if (this.#buffer.length < length) return null;
    const request = this.#buffer.readInt32BE(4);
    const message = this.#cut(length);
    if (request === SSL_REQUEST || request === GSS_REQUEST) return { kind: 'refuse-encryption' };
    if (request === CANCEL_REQUEST) return { kind: 'end' };
    this.#started = true;
    return { kind: 'turn', messages: [message] };
  }

  #message(): Incoming | 'more' | null {
    if (this.#buffer.length < 5) return null;
    const letter = this.#buffer[0] ?? 0;
    const length = this.#buffer.readInt32BE(1) + 1;
    if (length < 5 || length > LONGEST_MESSAGE) return this.#garbage();
    if (this.#buffer.length < length) return null;
    const message = this.#cut(length);
    if (letter === TERMINATE) return { kind: 'end' };
    this.#pending.push(message);
    if (!TURN_ENDS.has(letter)) return 'more';
    const messages = this.#pending;
    this.#pending = [];
    return { kind: 'turn', messages };
  }

  #cut(length: number): Uint8Array {
    const message = new Uint8Array(this.#buffer.subarray(0, length));
    this.#buffer = this.#buffer.subarray(length);
    return message;
  }

  #garbage(): Incoming {
    this.#buffer = Buffer.alloc(0);
    return { kind: 'end' };
  }
}

/**
 * Splits a response into the client's own messages and notifications; `listens` when it completes a LISTEN.
 */
export function splitMessages(answer: Buffer): { own: Buffer; notifications: Buffer; listens: boolean } {
  const own: Buffer[] = [];
  const notifications: Buffer[] = [];
  let listens = false;
  let start = 0;
  while (start + 5 <= answer.length) {
    const end = Math.min(answer.length, start + 1 + answer.readInt32BE(start + 1));
    const message = answer.subarray(start, end);
    (answer[start] === NOTIFICATION ? notifications : own).push(message);
    if (answer[start] === COMMAND_COMPLETE && message.toString('latin1', 5, 11) === 'LISTEN') listens = true;
    start = end;
  }
  own.push(answer.subarray(start));
  return { own: Buffer.concat(own), notifications: Buffer.concat(notifications), listens };
}

import { type PostOptions, Resend, type Response as SdkResponse } from 'resend';
import { parseJson } from './json.ts';
import { readBounded } from './read-bounded.ts';

/** Options of a ResendClient. */
export interface ResendClientOptions {
  apiKey: string;
  /** Without a trailing slash, e.g. `https://api.resend.com`. */
  baseUrl: string;
  /** Required: Resend rejects calls without one. */
  userAgent: string;
  /** Time-out of a whole call, from the connection to the last byte of the response. */
  callMs: number;
  /** Longest response body; a call with a longer one fails. */
  maxResponseBytes: number;
}

/** Response of the Resend API with its whole body. */
export interface ResendResponse {
  status: number;
  headers: Headers;
  body: string;
}

/**
 * The Resend SDK with its one point of transport replaced. The SDK's own `fetchRequest` turns a refused
 * connection and a lost response into the same error, reads the status from the body, follows redirects, has
 * no time-out, reads bodies of any size, and logs with RESEND_DEBUG. This one throws what `fetch` throws,
 * with its causes, and keeps the response for `responseOf`.
 *
 * `post` sends exactly `JSON.stringify` of its payload, so the hash of that text is the hash of the bytes.
 */
export class ResendClient extends Resend {
  readonly #options: ResendClientOptions;
  readonly #responses = new WeakMap<object, ResendResponse>();

  constructor(options: ResendClientOptions) {
    super(options.apiKey, { baseUrl: options.baseUrl, userAgent: options.userAgent });
    this.#options = options;
  }

  /** Makes one call. Rejects with fetch's error when there is no complete response of at most that size. */
  override async fetchRequest<Data>(path: string, init: RequestInit = {}): Promise<SdkResponse<Data>> {
    const timeout = AbortSignal.timeout(this.#options.callMs);
    const received = await fetch(this.#urlOf(path), {
      ...init,
      // A redirect would pass the emails, and on the same host the key, to another server.
      redirect: 'manual',
      signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout,
    });
    const body = (await readBounded(received, this.#options.maxResponseBytes)).toString('utf8');
    const { status, headers } = received;
    const common = { headers: Object.fromEntries(headers) };
    const answer: SdkResponse<Data> = received.ok
      ? { ...common, data: parseJson(body) as Data, error: null }
      : {
          ...common,
          data: null,
          error: { name: 'application_error', message: `HTTP ${status}`, statusCode: status },
        };
    this.#responses.set(answer, { status, headers, body });
    return answer;
  }

  /**
   * Posts a text that already is the JSON of its payload. `post` lets options override its own body, so that
   * nothing is built a second time and the bytes are those that were hashed.
   */
  postJson<Data>(path: string, json: string, options: PostOptions): Promise<SdkResponse<Data>> {
    const withBody = { ...options, body: json };
    return this.post<Data>(path, null, withBody);
  }

  /** Returns the response that a result of this client was made from. */
  responseOf(answer: object): ResendResponse {
    const response = this.#responses.get(answer);
    if (!response) throw new Error('This result does not come from a call of this client.');
    return response;
  }

  /** An id of dots alone would address another endpoint, with our key. */
  #urlOf(path: string): string {
    const [withoutQuery = ''] = path.split(/[?#]/);
    if (withoutQuery.split(/[\\/]/).some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)))
      throw new Error('A path of the Resend API contains a dot segment.');
    return `${this.#options.baseUrl}${path}`;
  }
}

import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { SUMMARY_MODEL } from '../../../../config/summary-model.ts';
import { PaperboyError, reasonOf } from '../../../errors.ts';
import type { Clock, ModelSummary, Summarizer } from '../../../ports.ts';
import { readBounded } from '../../../read-bounded.ts';
import { SUMMARY_INSTRUCTIONS, summaryRequest } from './prompt.ts';

/** Options of a summarizer at an OpenAI-compatible endpoint. */
export interface ChatSummarizerOptions {
  /** Address of the API without `/chat/completions`, e.g. `https://api.example.org/v1`. */
  baseUrl: string;
  model: string;
  /** Bearer token; servers on the own machine need none. */
  apiKey?: string | undefined;
  clock: Pick<Clock, 'now'>;
  userAgent: string;
  /** Time-out of a whole call in real milliseconds; default: SUMMARY_MODEL.callMs. */
  callMs?: number | undefined;
}

/**
 * Summarizer at any endpoint with OpenAI's chat completions (OpenAI, Azure, Mistral, vLLM, Ollama,
 * llama.cpp). The request has a model and messages only: some models reject `temperature`, others
 * `max_tokens`. Time and size of the response bound it instead.
 */
export function chatSummarizer(options: ChatSummarizerOptions): Summarizer {
  const { baseUrl, model, apiKey } = options;
  const provider = createOpenAICompatible({
    name: 'summary-model',
    baseURL: baseUrl,
    ...(apiKey === undefined ? {} : { apiKey }),
    fetch: boundedFetch(options),
  });
  const chat = provider.chatModel(model);
  return {
    model,
    async summarize(paper, { signal } = {}) {
      try {
        const { content, finishReason } = await chat.doGenerate({
          prompt: [
            { role: 'system', content: SUMMARY_INSTRUCTIONS },
            { role: 'user', content: [{ type: 'text', text: summaryRequest(paper) }] },
          ],
          ...(signal === undefined ? {} : { abortSignal: signal }),
        });
        const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
        return toSummary(text, finishReason.unified);
      } catch (error) {
        signal?.throwIfAborted();
        throw transportError(error) ?? garbled(error);
      }
    },
  };
}

/** Error of boundedFetch, which the client wraps when a network error is behind it. */
function transportError(error: unknown): PaperboyError | null {
  if (error instanceof PaperboyError) return error;
  return error instanceof Error && error.cause !== undefined ? transportError(error.cause) : null;
}

/** Servers without a field for it put the reasoning of a model before its answer. */
const REASONING = /^\s*<think(?:ing)?>.*?<\/think(?:ing)?>/su;

function toSummary(text: string, finish: string): ModelSummary {
  // Some servers give no reason for the end of an answer.
  return { text: text.replace(REASONING, '').trim(), complete: finish === 'stop' || finish === 'other' };
}

/**
 * The client's one point of transport. A redirect would pass the key to another server, so it counts as a
 * refusal; errors keep the status and never the body, which may quote the key.
 */
function boundedFetch(options: ChatSummarizerOptions): typeof fetch {
  const callMs = options.callMs ?? SUMMARY_MODEL.callMs;
  return async (input, init = {}) => {
    const timeout = AbortSignal.timeout(callMs);
    const headers = new Headers(init.headers);
    // Instead of the client's, which names the versions of itself and of Node.
    headers.set('user-agent', options.userAgent);
    let response: Response;
    let body: Buffer;
    try {
      response = await fetch(input, {
        ...init,
        headers,
        redirect: 'manual',
        signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout,
      });
      body = await readBounded(response, SUMMARY_MODEL.maxResponseBytes);
    } catch (error) {
      init.signal?.throwIfAborted();
      throw unavailable(
        timeout.aborted ? `no complete response within ${callMs} ms` : reasonOf(error),
        error,
      );
    }
    if (!response.ok) throw refused(response, options.clock.now());
    return new Response(body.length === 0 ? null : new Uint8Array(body), {
      status: 200,
      headers: response.headers,
    });
  };
}

function refused({ status, headers }: Response, now: Date): PaperboyError {
  if (status === 429)
    return new PaperboyError({
      code: 'SUMMARY_MODEL_LIMITED',
      message: 'The summary model accepts no more requests at the moment (HTTP 429).',
      remedy: 'No action is needed: the next ranking after that time asks again.',
      retry: 'later',
      retryAfterMs: retryDelay(headers.get('retry-after'), now),
    });
  if (status >= 500 || status === 408) return unavailable(`HTTP ${status}`);
  const redirect = status >= 300 && status < 400;
  return new PaperboyError({
    code: 'SUMMARY_MODEL_REJECTED',
    message: `The summary model rejected the request (HTTP ${status}${redirect ? ', a redirect' : ''}).`,
    remedy: 'Check SUMMARY_MODEL_URL, SUMMARY_MODEL and SUMMARY_MODEL_KEY.',
  });
}

const HOUR_MS = 3_600_000;

/**
 * Milliseconds of a Retry-After header (seconds or an HTTP date), between a second and a day; else an hour.
 */
function retryDelay(value: string | null, now: Date): number {
  if (value === null) return HOUR_MS;
  const milliseconds = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isNaN(milliseconds) ? HOUR_MS : Math.min(Math.max(milliseconds, 1_000), 24 * HOUR_MS);
}

function unavailable(reason: string, cause?: unknown): PaperboyError {
  return new PaperboyError({
    code: 'SUMMARY_MODEL_UNAVAILABLE',
    message: `The summary model did not answer: ${reason.replace(/\.$/, '')}.`,
    remedy: 'The next ranking asks again. If this persists, check SUMMARY_MODEL_URL and the model server.',
    retry: 'later',
    cause,
  });
}

/** Leaves the client's causes out: they quote the response, which may quote the key. */
function garbled(error: unknown): PaperboyError {
  const reason = error instanceof Error ? error.message : 'unknown error';
  return new PaperboyError({
    code: 'SUMMARY_MODEL_GARBLED',
    message: `The response of the summary model cannot be read: ${reason.slice(0, 200).replace(/\.$/, '')}.`,
    remedy: 'Check that SUMMARY_MODEL_URL is the base address of an OpenAI-compatible API.',
    retry: 'later',
  });
}

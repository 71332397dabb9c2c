import { z } from 'zod';

/** Limits of the optional language model that summarizes papers. */
export const SUMMARY_MODEL = {
  /** Papers chosen per topic and overall, best first: those that most digests pick from. */
  perTopic: 4,
  overall: 20,
  /** Simultaneous calls of one process. */
  concurrency: 4,
  /** Longest time for one call, from the connection to the last byte. */
  callMs: 20_000,
  /** No call starts later than this after the first one, so the whole step ends within two minutes. */
  startsWithinMs: 100_000,
  /** A call without an outcome after this time counts as lost with its process. */
  leaseMs: 5 * 60_000,
  /** Calls per paper version; after that its chosen sentences stay. */
  tries: 3,
  /** Failed calls in a row after which a run stops asking, until the next ranking. */
  failuresInARow: 3,
  /** A response has about 2 kB; reasoning models add some tens of kB. */
  maxResponseBytes: 256 * 1024,
  /** Longest abstract that is sent, in characters. arXiv's limit is 1,920. */
  maxAbstract: 6_000,
  /** Shortest abstract worth summarizing, in characters: two sentences are their own summary. */
  minAbstract: 300,
  /** Accepted length in characters. Digests show about 200 and cut at a sentence. */
  length: { least: 40, most: 420 },
  sentences: 2,
  /** Smallest share of a summary's longer words that must come from the title or the abstract. */
  sharedWords: 0.5,
} as const;

const perDay = 'must be a number of calls per UTC day from 1 to 10000';
const visible = (longest: number, remedy: string) =>
  z.string().regex(new RegExp(`^[\\x21-\\x7e]{1,${longest}}$`), remedy);

/** Variables of the summary model, for config/env.ts. Without an address there is none. */
export const SUMMARY_MODEL_VARIABLES = {
  SUMMARY_MODEL_URL: z
    .string()
    .refine(
      isModelUrl,
      'must be the base URL of an OpenAI-compatible API, e.g. https://api.example.org/v1: https, or http on ' +
        'a private network, without user name, query or fragment',
    )
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  SUMMARY_MODEL: visible(200, 'must be the name of a model of that API, e.g. llama3.2').optional(),
  SUMMARY_MODEL_KEY: visible(500, 'must be an API key without spaces').optional(),
  SUMMARY_MODEL_PER_DAY: z.coerce.number(perDay).int(perDay).min(1, perDay).max(10_000, perDay).default(100),
};

/** Matches names without a dot, private suffixes, loopback and the private ranges of IPv4 and IPv6. */
const PRIVATE_HOST = new RegExp(
  String.raw`^(?:[^.:[\]]+|.+\.(?:local|localhost|internal)|127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+` +
    String.raw`|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|\[::1\]|\[f[cd][\da-f:]+\])$`,
  'i',
);

/** Rejects credentials in the address, which is printed; they belong in SUMMARY_MODEL_KEY. */
function isModelUrl(value: string): boolean {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  if (username || password || search || hash) return false;
  return protocol === 'https:' || PRIVATE_HOST.test(hostname);
}

/** Problems of an incomplete configuration: a URL without a model, or the reverse. */
export function summaryModelProblems(env: {
  SUMMARY_MODEL_URL?: string | undefined;
  SUMMARY_MODEL?: string | undefined;
  SUMMARY_MODEL_KEY?: string | undefined;
}): { variable: string; remedy: string }[] {
  const { SUMMARY_MODEL_URL: url, SUMMARY_MODEL: model, SUMMARY_MODEL_KEY: key } = env;
  if (url !== undefined && model === undefined) {
    const remedy = 'must be set when SUMMARY_MODEL_URL is: the name of a model of that API';
    return [{ variable: 'SUMMARY_MODEL', remedy }];
  }
  if (url !== undefined || (model === undefined && key === undefined)) return [];
  const remedy =
    'must be set when SUMMARY_MODEL or SUMMARY_MODEL_KEY is; remove them to run without a language model';
  return [{ variable: 'SUMMARY_MODEL_URL', remedy }];
}

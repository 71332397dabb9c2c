import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { arxivCategoriesSchema } from './arxiv-choice.ts';
import { describeMailers, mailerListSchema } from './mailer-choice.ts';
import { OTEL_VARIABLES } from './open-telemetry.ts';
import { type ProviderName, RATES } from './providers.ts';
import { SOURCE_NAMES } from './sources.ts';
import { SUMMARY_MODEL_VARIABLES, summaryModelProblems } from './summary-model.ts';

/** One invalid variable and how to fix it. Never contains its value. */
export interface EnvProblem {
  variable: string;
  remedy: string;
}

/** Thrown by readEnv with all problems at once. */
export class EnvError extends Error {
  readonly problems: readonly EnvProblem[];
  constructor(problems: readonly EnvProblem[]) {
    super(problems.map((problem) => `${problem.variable}: ${problem.remedy}`).join('\n'));
    this.name = 'EnvError';
    this.problems = problems;
  }
}

const url = (remedy: string, protocols: readonly string[]) =>
  z.string().refine((value) => hasProtocol(value, protocols), remedy);

const webUrl = (example: string) =>
  url(`must be an http or https URL without a path, e.g. ${example}`, ['http:', 'https:']).transform(
    (value) => value.replace(/\/+$/, ''),
  );

const mailbox = (example: string) =>
  z
    .string()
    .regex(
      /^(?:[^<>\r\n]*<[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+>|[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+)$/,
      `must be a sender on one line, e.g. ${example}`,
    );

const smtpUrl = (example: string) => url(`must be an SMTP URL, e.g. ${example}`, ['smtp:', 'smtps:']);

const count = (remedy: string, minimum = 1) => z.coerce.number(remedy).int(remedy).min(minimum, remedy);

/** PEM key. Line breaks may be written as \\n, the only way in many environment files. */
const signingKey = z
  .string()
  .transform((value) => value.replaceAll('\\n', '\n'))
  .refine(
    isSigningKey,
    'must be an RSA private key of at least 1024 bits in PEM format (line breaks may be written as \\n)',
  );

const hostName = (remedy: string) =>
  z.string().regex(/^(?=.{1,253}$)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/i, remedy);

const secret = z.string().min(32, 'must have at least 32 characters; generate one: openssl rand -base64 32');

const schema = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'], 'must be development, test or production')
    .default('development'),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'silent'],
      'must be fatal, error, warn, info, debug or silent',
    )
    .default('info'),
  DATA_DIR: z.string().default('.paperboy'),
  DATABASE_URL: url('must be a PostgreSQL URL, e.g. postgres://paperboy@127.0.0.1:5432/paperboy', [
    'postgres:',
    'postgresql:',
  ]).optional(),
  REDIS_URL: url('must be a Redis URL, e.g. redis://127.0.0.1:6379', ['redis:', 'rediss:']).optional(),
  PORT: z.coerce
    .number('must be a port number from 0 to 65535')
    .int('must be a port number from 0 to 65535')
    .min(0, 'must be a port number from 0 to 65535')
    .max(65535, 'must be a port number from 0 to 65535')
    .default(3000),
  PUBLIC_URL: webUrl('https://papers.example.org').optional(),
  APP_SECRET: secret.optional(),
  APP_SECRET_PREVIOUS: secret.optional(),
  TRUST_PROXY: z.coerce
    .number('must be the number of your proxies in front of this server, 0 to 10')
    .int('must be the number of your proxies in front of this server, 0 to 10')
    .min(0, 'must be the number of your proxies in front of this server, 0 to 10')
    .max(10, 'must be the number of your proxies in front of this server, 0 to 10')
    .default(0),
  SUBSCRIBE_CHALLENGE: z.enum(['off', 'on'], 'must be off or on').default('off'),
  BACK_FILL_DAYS: z.coerce
    .number('must be the number of past days whose lists are fetched once, 0 to 400')
    .int('must be the number of past days whose lists are fetched once, 0 to 400')
    .min(0, 'must be the number of past days whose lists are fetched once, 0 to 400')
    .max(400, 'must be the number of past days whose lists are fetched once, 0 to 400')
    .default(240),
  THUMBNAILS: z.enum(['off', 'on'], 'must be off or on').default('off'),
  THUMBNAIL_BASE_URL: webUrl('https://thumbnails.example.org').optional(),
  MAILER: mailerListSchema.default([{ name: 'outbox', weight: 1 }]),
  MAIL_FROM: mailbox('"Paperboy <digest@papers.example.org>"').default(
    'Paperboy <digest@paperboy.example.org>',
  ),
  MAIL_FROM_TRANSACTIONAL: mailbox('"Paperboy <hello@papers.example.org>"').default(
    'Paperboy <hello@paperboy.example.org>',
  ),
  MAIL_POSTAL_ADDRESS: z
    .string()
    .regex(/^[^\r\n]{5,300}$/, 'must be a postal address on one line, which every digest must contain by law')
    .default('Paperboy, 1 Example Street, 12345 Example Town'),
  LIST_ID: z
    .string()
    .regex(
      /^[A-Za-z0-9.-]+\.[A-Za-z0-9-]+$/,
      'must look like a host name, e.g. digest.papers.example.org (RFC 2919)',
    )
    .default('digest.paperboy.example.org'),
  RESEND_API_KEY: z.string().min(8, 'must be an API key of your Resend account').optional(),
  RESEND_BASE_URL: webUrl('https://api.resend.com').default('https://api.resend.com'),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .startsWith('whsec_', 'must be the signing secret of the webhook, which starts with whsec_')
    .optional(),
  SES_TOPIC_ARN: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
      'must be the ARN of the SNS topic that SES reports to, e.g. ' +
        'arn:aws:sns:eu-central-1:123456789012:paperboy',
    )
    .optional(),
  SMTP_URL: smtpUrl('smtp://user:password@mail.example.org:587').optional(),
  SMTP_BACKUP_URL: smtpUrl('smtp://user:password@other.example.org:587').optional(),
  RESEND_CALLS_PER_SECOND: count('must be a whole number of calls per second, at least 1').default(
    RATES.resendCallsPerSecond,
  ),
  RESEND_MAILS_PER_DAY: count('must be the daily email quota of your plan, at least 10', 10).optional(),
  SMTP_MAILS_PER_SECOND: count('must be a whole number of emails per second, at least 1').optional(),
  SMTP_MAX_CONNECTIONS: count(
    'must be at least 2: one connection is reserved for transactional email',
    2,
  ).default(RATES.smtpConnections),
  MAIL_WARMUP_START: z.iso.date('must be the first day of the warm-up, e.g. 2026-12-01').optional(),
  DKIM_DOMAIN: hostName('must be a domain, e.g. papers.example.org').optional(),
  DKIM_SELECTOR: z
    .string()
    .regex(
      /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*$/i,
      'must be the name before ._domainkey in DNS, e.g. paperboy',
    )
    .optional(),
  DKIM_PRIVATE_KEY: signingKey.optional(),
  METRICS_TOKEN: z
    .string()
    .min(20, 'must have at least 20 characters; generate one: openssl rand -hex 20')
    .optional(),
  METRICS_PORT: z.coerce
    .number('must be a port number from 1 to 65535')
    .int('must be a port number from 1 to 65535')
    .min(1, 'must be a port number from 1 to 65535')
    .max(65535, 'must be a port number from 1 to 65535')
    .optional(),
  METRICS_HOST: z
    .string()
    .regex(/^[0-9a-zA-Z.:-]{1,253}$/, 'must be an address of this machine, e.g. 127.0.0.1 or 0.0.0.0')
    .default('127.0.0.1'),
  ALERT_WEBHOOK_URL: url('must be an http or https URL that accepts POST requests', [
    'http:',
    'https:',
  ]).optional(),
  ALERT_WEBHOOK_SECRET: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/,
      'must be whsec_ followed by at least 24 bytes in base64: echo whsec_$(openssl rand -base64 32)',
    )
    .optional(),
  ALERT_MAIL_TO: z
    .string()
    .transform((value) => value.split(',').map((address) => address.trim()))
    .pipe(
      z.array(
        z
          .string()
          .regex(
            /^[^\s<>@,]+@[^\s<>@,]+$/,
            'must be a comma-separated list of email addresses, e.g. ada@example.org',
          ),
      ),
    )
    .optional(),
  ...OTEL_VARIABLES,
  HF_BASE_URL: webUrl('https://huggingface.co').default('https://huggingface.co'),
  ARXIV_BASE_URL: webUrl('https://export.arxiv.org').default('https://export.arxiv.org'),
  ARXIV_CATEGORIES: arxivCategoriesSchema,
  TOPICS_FILE: z.string().optional(),
  ...SUMMARY_MODEL_VARIABLES,
  SOURCES: z
    .string()
    .default(SOURCE_NAMES.join(','))
    .transform((value) =>
      value
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    )
    .pipe(
      z
        .array(z.enum(SOURCE_NAMES, `must be a comma-separated list of: ${SOURCE_NAMES.join(', ')}`))
        .min(1, `must name at least one of: ${SOURCE_NAMES.join(', ')}`),
    ),
});

/** Validated, frozen configuration. */
export type Env = Readonly<Omit<z.infer<typeof schema>, 'PUBLIC_URL'> & { PUBLIC_URL: string }>;

/**
 * Reads and validates the environment; the only file that reads process.env. An empty variable counts as
 * absent, as meant by `FOO= npm start` and by compose files. Throws EnvError with all problems at once.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const present = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const found = schema.safeParse(present);
  const problems: EnvProblem[] = (found.error?.issues ?? []).map((issue) => ({
    variable: String(issue.path[0] ?? 'environment'),
    remedy: issue.message,
  }));
  // Invalid variables are set aside, so problems between the valid ones are reported at the same time.
  const invalid = new Set(problems.map((problem) => problem.variable));
  const valid = Object.fromEntries(Object.entries(present).filter(([variable]) => !invalid.has(variable)));
  const env = schema.parse(valid);
  problems.push(...combinedProblems(env).filter((problem) => !invalid.has(problem.variable)));
  if (problems.length > 0) throw new EnvError(problems);
  return Object.freeze({ ...env, PUBLIC_URL: env.PUBLIC_URL ?? `http://localhost:${env.PORT}` });
}

const DKIM_VARIABLES = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY'] as const;

/** Problems of variables that are valid by themselves but not together. */
function combinedProblems(env: z.infer<typeof schema>): EnvProblem[] {
  const problems: EnvProblem[] = [];
  const addIf = (isProblem: boolean, variable: string, remedy: string) => {
    if (isProblem) problems.push({ variable, remedy });
  };
  const uses = (name: ProviderName) => env.MAILER.some((choice) => choice.name === name);
  addIf(uses('resend') && !env.RESEND_API_KEY, 'RESEND_API_KEY', 'must be set when MAILER contains resend');
  addIf(uses('smtp') && !env.SMTP_URL, 'SMTP_URL', 'must be set when MAILER contains smtp');
  addIf(
    uses('smtp-backup') && !env.SMTP_BACKUP_URL,
    'SMTP_BACKUP_URL',
    'must be set when MAILER contains smtp-backup',
  );
  for (const variable of DKIM_VARIABLES) {
    const usesDkim = DKIM_VARIABLES.some((name) => env[name] !== undefined);
    addIf(
      usesDkim && env[variable] === undefined,
      variable,
      `must be set together with the other two: ${DKIM_VARIABLES.join(', ')}`,
    );
  }
  addIf(
    !['127.0.0.1', '::1', 'localhost'].includes(env.METRICS_HOST) && !env.METRICS_TOKEN,
    'METRICS_TOKEN',
    'must be set when METRICS_HOST accepts requests from other machines',
  );
  problems.push(...summaryModelProblems(env));
  addIf(
    Boolean(env.REDIS_URL) && !env.DATABASE_URL,
    'DATABASE_URL',
    'must be set when REDIS_URL is: Redis is only the queue, the data needs a PostgreSQL server',
  );
  if (env.NODE_ENV === 'production') {
    addIf(!env.APP_SECRET, 'APP_SECRET', 'must be set in production; generate one: openssl rand -base64 32');
    addIf(
      !env.PUBLIC_URL,
      'PUBLIC_URL',
      'must be set in production: every link in every email starts with it',
    );
    addIf(
      !uses('outbox') && env.PUBLIC_URL?.startsWith('http:') === true,
      'PUBLIC_URL',
      'must be https when a real provider is used: email clients require it to unsubscribe (RFC 8058)',
    );
    addIf(
      !uses('outbox') && env.MAIL_POSTAL_ADDRESS.includes('Example Street'),
      'MAIL_POSTAL_ADDRESS',
      'must be your own postal address when a real provider is used',
    );
  }
  return problems;
}

/** Variables with values that must never be printed, by doctor or in a log. */
export const SECRET_VARIABLES: readonly (keyof Env)[] = [
  'APP_SECRET',
  'APP_SECRET_PREVIOUS',
  'RESEND_API_KEY',
  'RESEND_WEBHOOK_SECRET',
  'DKIM_PRIVATE_KEY',
  'METRICS_TOKEN',
  'ALERT_WEBHOOK_URL',
  'ALERT_WEBHOOK_SECRET',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'SUMMARY_MODEL_KEY',
];

/**
 * Describes the configuration without secrets: those as `set` or `not set`, passwords within URLs as `***`.
 */
export function describeEnv(env: Env): Record<string, string> {
  const secrets = new Set<string>(SECRET_VARIABLES);
  return Object.fromEntries(
    Object.keys(schema.shape).map((name) => {
      const value = env[name as keyof Env];
      if (secrets.has(name)) return [name, value === undefined ? 'not set' : 'set'];
      if (name === 'MAILER') return [name, describeMailers(env.MAILER)];
      return [name, value === undefined ? 'not set' : withoutPassword(String(value))];
    }),
  );
}

function hasProtocol(value: string, protocols: readonly string[]): boolean {
  return /^[a-z]+:\/\//i.test(value) && URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

/**
 * Masks up to the last @, because a password may contain one, and passwords that pg and ioredis read from the
 * query.
 */
function withoutPassword(value: string): string {
  return value
    .replace(/^([a-z]+:\/\/[^:@/]*):.*@/is, '$1:***@')
    .replace(/([?&][^=&#]*(?:pass|secret|token)[^=&#]*=)[^&#]*/gi, '$1***');
}

/**
 * RSA only: nodemailer signs with nothing else, and not every receiver verifies more. 1024 bits: RFC 8301.
 */
function isSigningKey(pem: string): boolean {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 1024;
  } catch {
    return false;
  }
}

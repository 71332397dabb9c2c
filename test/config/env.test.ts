import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { describeEnv, EnvError, readEnv, SECRET_VARIABLES } from '../../config/env.ts';
import { endProcesses, paperboyProcess } from '../support/process.ts';

function problemsOf(source: Record<string, string>): Record<string, string> {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof EnvError) {
      return Object.fromEntries(error.problems.map(({ variable, remedy }) => [variable, remedy]));
    }
    throw error;
  }
  return {};
}

/** Private key in PEM format. */
function signingKey(type: 'rsa' | 'ed25519', modulusLength = 1024): string {
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const;
  const publicKeyEncoding = { type: 'spki', format: 'pem' } as const;
  return type === 'rsa'
    ? generateKeyPairSync(type, { modulusLength, privateKeyEncoding, publicKeyEncoding }).privateKey
    : generateKeyPairSync(type, { privateKeyEncoding, publicKeyEncoding }).privateKey;
}

/** One invalid value for every variable that can have one. */
const WRONG: Record<string, string> = {
  NODE_ENV: 'wrong-value',
  LOG_LEVEL: 'wrong-value',
  DATABASE_URL: 'mysql://wrong-value@127.0.0.1/paperboy',
  REDIS_URL: 'http://wrong-value',
  PORT: '65536',
  PUBLIC_URL: 'ftp://wrong-value',
  APP_SECRET: 'wrong-value',
  APP_SECRET_PREVIOUS: 'wrong-value',
  MAILER: 'wrong-value',
  MAIL_FROM: 'wrong-value',
  MAIL_FROM_TRANSACTIONAL: 'Wrong-value <a@example.org>\r\nBcc: wrong-value@example.org',
  MAIL_POSTAL_ADDRESS: 'wrong-value\nsecond line',
  LIST_ID: 'wrong-value <list>',
  RESEND_API_KEY: 'wrong',
  RESEND_BASE_URL: 'wrong-value',
  RESEND_WEBHOOK_SECRET: 'wrong-value',
  SMTP_URL: 'imap://wrong-value@mail.example.org',
  SMTP_BACKUP_URL: 'https://wrong-value.example.org',
  RESEND_CALLS_PER_SECOND: 'wrong-value',
  RESEND_MAILS_PER_DAY: '3',
  SMTP_MAILS_PER_SECOND: '0.5',
  SMTP_MAX_CONNECTIONS: '1',
  MAIL_WARMUP_START: '2026-13-01',
  DKIM_DOMAIN: 'wrong-value',
  DKIM_SELECTOR: 'wrong value',
  DKIM_PRIVATE_KEY: 'wrong-value',
  METRICS_TOKEN: 'wrong-value',
  METRICS_PORT: '65536',
  METRICS_HOST: 'wrong value',
  ALERT_WEBHOOK_URL: 'wrong-value',
  ALERT_WEBHOOK_SECRET: 'wrong-value',
  ALERT_MAIL_TO: 'ada@example.com, wrong-value',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'wrong-value:4317',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'grpc://wrong-value',
  OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=a,wrong-value',
  OTEL_RESOURCE_ATTRIBUTES: 'team=%wrong-value',
  OTEL_TRACES_SAMPLER_ARG: '1.5',
  OTEL_SDK_DISABLED: 'wrong-value',
  SUMMARY_MODEL_URL: 'http://wrong-value.example.org/v1',
  SUMMARY_MODEL: 'wrong value',
  SUMMARY_MODEL_KEY: 'wrong value',
  SUMMARY_MODEL_PER_DAY: '0',
  BACK_FILL_DAYS: '401',
  HF_BASE_URL: 'wrong-value',
  ARXIV_BASE_URL: '/wrong-value',
  ARXIV_CATEGORIES: 'cs.AI,wrong-value',
  SOURCES: 'wrong-value',
};

describe('an invalid environment', () => {
  it('reports every invalid variable with its requirement and without its value', () => {
    const problems = problemsOf(WRONG);
    expect(Object.keys(problems).sort()).toEqual(Object.keys(WRONG).sort());
    for (const [variable, remedy] of Object.entries(problems)) {
      expect(remedy, variable).toMatch(/^must /);
      expect(remedy, variable).not.toMatch(/wrong-?value|65536/i);
    }
  });

  it('lists all problems in its message', () => {
    expect(() => readEnv({ PORT: 'x', MAILER: 'pigeon' })).toThrow(
      'PORT: must be a port number from 0 to 65535\nMAILER: must be a comma-separated list of outbox, resend, smtp',
    );
  });

  it('reports invalid values and invalid combinations at once', () => {
    expect(
      Object.keys(problemsOf({ PORT: '-1', MAILER: 'smtp', REDIS_URL: 'redis://127.0.0.1' })).sort(),
    ).toEqual(['DATABASE_URL', 'PORT', 'SMTP_URL']);
  });

  it('reports a variable once when two rules fail', () => {
    const source = { NODE_ENV: 'production', APP_SECRET: 'short', PUBLIC_URL: 'https://papers.example.org' };
    expect(() => readEnv(source)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ variable: 'APP_SECRET' })] }),
    );
  });

  it.each(['-1', '1.5', '70000', 'eighty', 'NaN'])('rejects port %s', (port) => {
    expect(problemsOf({ PORT: port })).toEqual({ PORT: 'must be a port number from 0 to 65535' });
  });

  it.each([
    [{ MAILER: 'resend' }, 'RESEND_API_KEY'],
    [{ MAILER: 'smtp' }, 'SMTP_URL'],
    [{ MAILER: 'smtp,smtp-backup', SMTP_URL: 'smtp://127.0.0.1' }, 'SMTP_BACKUP_URL'],
    [{ REDIS_URL: 'redis://127.0.0.1:6379' }, 'DATABASE_URL'],
    [{ SUMMARY_MODEL_URL: 'https://api.example.org/v1' }, 'SUMMARY_MODEL'],
    [{ SUMMARY_MODEL: 'llama3.2' }, 'SUMMARY_MODEL_URL'],
    [{ SUMMARY_MODEL_KEY: 'sk-0123' }, 'SUMMARY_MODEL_URL'],
  ])('rejects %j without the variable it requires', (source, variable) => {
    expect(Object.keys(problemsOf(source))).toEqual([variable]);
  });
});

describe('production', () => {
  const valid = {
    NODE_ENV: 'production',
    APP_SECRET: 'a-secret-that-is-at-least-32-characters',
    PUBLIC_URL: 'https://papers.example.org/',
  };

  it('requires APP_SECRET and PUBLIC_URL', () => {
    expect(Object.keys(problemsOf({ NODE_ENV: 'production' }))).toEqual(['APP_SECRET', 'PUBLIC_URL']);
    expect(readEnv(valid)).toMatchObject({
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://papers.example.org',
    });
  });

  it('requires a postal address of its own with a real provider', () => {
    const sending = { ...valid, MAILER: 'smtp', SMTP_URL: 'smtp://127.0.0.1' };
    expect(Object.keys(problemsOf(sending))).toEqual(['MAIL_POSTAL_ADDRESS']);
    expect(problemsOf({ ...sending, MAIL_POSTAL_ADDRESS: 'Reading Group, 5 Real Road, 54321 Town' })).toEqual(
      {},
    );
  });
});

describe('a valid environment', () => {
  it('treats an empty variable as absent', () => {
    const empty = Object.fromEntries(Object.keys(describeEnv(readEnv({}))).map((name) => [name, '']));
    expect(readEnv(empty)).toEqual(readEnv({}));
    expect(readEnv({})).toMatchObject({
      PORT: 3000,
      PUBLIC_URL: 'http://localhost:3000',
      MAILER: [{ name: 'outbox', weight: 1 }],
      DATA_DIR: '.paperboy',
      SOURCES: ['hugging-face', 'arxiv'],
    });
    expect(readEnv({}).DATABASE_URL).toBeUndefined();
  });

  it('is frozen and contains known variables only', () => {
    const env = readEnv({ PORT: '8080', UNKNOWN: 'x' });
    expect(Object.isFrozen(env)).toBe(true);
    expect(env).not.toHaveProperty('UNKNOWN');
    expect(env.PUBLIC_URL).toBe('http://localhost:8080');
  });

  it.each([
    ['smtp', [{ name: 'smtp', weight: 1 }], 'smtp'],
    [
      'resend, smtp',
      [
        { name: 'resend', weight: 1 },
        { name: 'smtp', weight: 0 },
      ],
      'resend=1,smtp=0',
    ],
    [
      'resend=3,smtp=1,smtp-backup',
      [
        { name: 'resend', weight: 3 },
        { name: 'smtp', weight: 1 },
        { name: 'smtp-backup', weight: 0 },
      ],
      'resend=3,smtp=1,smtp-backup=0',
    ],
  ])('parses MAILER=%s into providers in fail-over order', (MAILER, choices, described) => {
    const SMTP_URL = 'smtp://127.0.0.1';
    const env = readEnv({ MAILER, SMTP_URL, SMTP_BACKUP_URL: SMTP_URL, RESEND_API_KEY: 're_0123456789' });
    expect(env.MAILER).toEqual(choices);
    expect(describeEnv(env).MAILER).toBe(described);
  });

  it.each(['pigeon', 'resend,,smtp', 'smtp,smtp', 'outbox,resend', 'smtp=0', 'smtp=many', 'resend=-1', ','])(
    'rejects MAILER=%s',
    (MAILER) => {
      expect(problemsOf({ MAILER }).MAILER).toMatch(/^must be a comma-separated list of outbox/);
    },
  );

  it('accepts a signing key with real or escaped line breaks', () => {
    const key = signingKey('rsa');
    const dkim = { DKIM_DOMAIN: 'papers.example.org', DKIM_SELECTOR: 'paperboy' };
    for (const DKIM_PRIVATE_KEY of [key, key.replaceAll('\n', '\\n')])
      expect(readEnv({ ...dkim, DKIM_PRIVATE_KEY }).DKIM_PRIVATE_KEY).toBe(key);
  });

  it('requires all DKIM variables together, with a key that receivers verify', () => {
    const complete = {
      DKIM_DOMAIN: 'papers.example.org',
      DKIM_SELECTOR: 'paperboy',
      DKIM_PRIVATE_KEY: signingKey('rsa'),
    };
    expect(problemsOf(complete)).toEqual({});
    const { DKIM_SELECTOR: _selector, ...incomplete } = complete;
    expect(Object.keys(problemsOf(incomplete))).toEqual(['DKIM_SELECTOR']);
    for (const DKIM_PRIVATE_KEY of [signingKey('rsa', 512), signingKey('ed25519')])
      expect(Object.keys(problemsOf({ ...complete, DKIM_PRIVATE_KEY }))).toEqual(['DKIM_PRIVATE_KEY']);
  });

  it('has the variables and defaults of .env.example', () => {
    const example = parseEnv(readFileSync('.env.example', 'utf8')) as Record<string, string>;
    expect(Object.keys(example).sort()).toEqual(Object.keys(describeEnv(readEnv({}))).sort());
    expect(readEnv(example)).toEqual(readEnv({}));
  });
});

describe('describeEnv', () => {
  it('shows secrets only as set or not set', () => {
    const secret = 'whsec_0123456789abcdefghijklmnopqrstuvwxyz';
    const described = describeEnv(
      readEnv({
        ...Object.fromEntries(SECRET_VARIABLES.map((name) => [name, secret])),
        ALERT_WEBHOOK_URL: `https://hooks.example.org/${secret}`,
        OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${secret}`,
        DKIM_PRIVATE_KEY: signingKey('rsa'),
        DKIM_DOMAIN: 'papers.example.org',
        DKIM_SELECTOR: 'paperboy',
        SUMMARY_MODEL_URL: 'https://api.example.org/v1',
        SUMMARY_MODEL: 'llama3.2',
      }),
    );
    for (const name of SECRET_VARIABLES) expect(described[name]).toBe('set');
    expect(JSON.stringify(described)).not.toContain(secret);
    expect(JSON.stringify(described)).not.toContain('PRIVATE KEY');
    expect(describeEnv(readEnv({}))).toMatchObject({
      APP_SECRET: 'not set',
      DATABASE_URL: 'not set',
      PORT: '3000',
      SOURCES: 'hugging-face,arxiv',
    });
  });

  it('keeps the rest of a URL readable', () => {
    const source = {
      DATABASE_URL: 'postgres://paperboy:hush@db.example.org:5432/papers?sslmode=require',
      REDIS_URL: 'redis://:hush@redis.example.org:6379/2',
      SMTP_URL: 'smtp://mail.example.org:587',
    };
    expect(describeEnv(readEnv(source))).toMatchObject({
      DATABASE_URL: 'postgres://paperboy:***@db.example.org:5432/papers?sslmode=require',
      REDIS_URL: 'redis://:***@redis.example.org:6379/2',
      SMTP_URL: 'smtp://mail.example.org:587',
    });
  });

  it.each([
    'postgres://user:hu@sh@db.example.org/papers',
    'postgres://user:hu:sh@db.example.org/papers',
    'postgres://user:hu%40sh%2F@db.example.org/papers',
    'postgres://user:hu sh@db.example.org/papers',
    'POSTGRES://user:hush@db.example.org/papers',
    ' postgres://user:hush@db.example.org/papers',
    'postgresql://us%3Aer:hush@db.example.org/papers',
    'postgresql://db.example.org/papers?user=me&password=hush',
    'postgresql:///papers?password=hush&host=/run/postgresql',
  ])('masks the password of %j, or rejects it', (DATABASE_URL) => {
    expect(shownOf({ DATABASE_URL })).not.toMatch(/hu.*sh/);
  });

  it.each(['redis://127.0.0.1:6379?password=hush', 'rediss://user:hu@sh@redis.example.org'])(
    'masks the password of %j',
    (REDIS_URL) => {
      expect(shownOf({ REDIS_URL, DATABASE_URL: 'postgres://127.0.0.1/papers' })).not.toMatch(/hu.*sh/);
    },
  );

  it('masks any password in any URL, encoded or not', () => {
    const schemes = {
      DATABASE_URL: 'postgres',
      REDIS_URL: 'rediss',
      SMTP_URL: 'smtps',
      HF_BASE_URL: 'https',
    };
    const password = fc.string({ minLength: 6, unit: fc.constantFrom(...'aB3 @:/%?#&=+.$\\') });
    const address = fc.record({
      variable: fc.constantFrom(...(Object.keys(schemes) as (keyof typeof schemes)[])),
      password: fc.oneof(password, password.map(encodeURIComponent)),
    });
    fc.assert(
      fc.property(address, ({ variable, password }) => {
        // The marker occurs in the password only.
        const source = {
          [variable]: `${schemes[variable]}://user:${password}-hush-${password}@host.example.org/x`,
        };
        expect(shownOf({ DATABASE_URL: 'postgres://127.0.0.1/papers', ...source })).not.toContain('hush');
      }),
      { numRuns: 500 },
    );
  });

  /** Everything shown of an environment: its description, or its problems when it is rejected. */
  function shownOf(source: Record<string, string>): string {
    const problems = problemsOf(source);
    return JSON.stringify(Object.keys(problems).length > 0 ? problems : describeEnv(readEnv(source)));
  }
});

describe('a command with an invalid environment', () => {
  afterEach(endProcesses);

  it('exits with status 78 and lists all problems on standard error only', async () => {
    const doctor = paperboyProcess(['doctor', '--json'], WRONG);
    expect(await doctor.ended).toEqual({ code: 78, signal: null });
    expect(doctor.out()).toBe('');
    for (const variable of Object.keys(WRONG))
      expect(doctor.err()).toMatch(new RegExp(`^ +${variable} must `, 'm'));
    expect(doctor.err()).not.toMatch(/wrong-?value/i);
  });

  it('never shows a password, even when the server is unreachable', async () => {
    const DATABASE_URL = 'postgres://reader:hush@127.0.0.1:9/papers';
    const doctor = paperboyProcess(['doctor'], { DATABASE_URL });
    expect(await doctor.ended).toEqual({ code: 1, signal: null });
    expect(doctor.err()).toMatch(/DATABASE_UNREACHABLE.*ECONNREFUSED/s);
    expect(doctor.out() + doctor.err()).not.toContain('hush');
  });
});

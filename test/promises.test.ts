import { describe, expect, it } from 'vitest';
import { EnvError, readEnv, SECRET_VARIABLES } from '../config/env.ts';
import { FEEDBACK } from '../config/feedback.ts';
import { IMPORT } from '../config/imports.ts';
import { PASSWORD_LENGTH, SESSION, SIGN_IN_LIMITS } from '../config/operators.ts';
import { CIRCUIT } from '../config/providers.ts';
import { RENDERING } from '../config/rendering.ts';
import { LATENESS, RETENTION_PERIODS } from '../config/schedule.ts';
import { SUBSCRIBE_LIMITS } from '../config/subscribe-limits.ts';

/**
 * Numbers that the README, subscribers or a law rely on, written out. A change here changes a promise, so the
 * docs change with it.
 */
describe('promised numbers', () => {
  it('end an operator session after 2 idle hours and after 12 hours in any case', () => {
    expect([SESSION.idleMs, SESSION.absoluteMs]).toEqual([7_200_000, 43_200_000]);
  });

  it('throttle sign-ins: 10 a network, 30 a name, 5 codes in 15 minutes', () => {
    const limits = [SIGN_IN_LIMITS.network, SIGN_IN_LIMITS.name, SIGN_IN_LIMITS.code];
    expect(limits.map(({ points, seconds }) => [points, seconds])).toEqual([
      [10, 900],
      [30, 900],
      [5, 900],
    ]);
  });

  it('require passwords of 12 characters', () => {
    expect(PASSWORD_LENGTH.minimum).toBe(12);
  });

  it('throttle sign-ups: 5 a day and address, 40 an hour and network, 2,000 an hour in all', () => {
    const limits = [SUBSCRIBE_LIMITS.address, SUBSCRIBE_LIMITS.network, SUBSCRIBE_LIMITS.total];
    expect(limits.map(({ points, seconds }) => [points, seconds])).toEqual([
      [5, 86_400],
      [40, 3_600],
      [2_000, 3_600],
    ]);
  });

  it('keep HTML under the 102,400 bytes at which Gmail clips, and aim for 90,000', () => {
    expect([RENDERING.limitBytes, RENDERING.targetBytes]).toEqual([102_400, 90_000]);
  });

  it('suppress after 5 soft bounces in a row', () => {
    expect(FEEDBACK.softBouncesToSuppress).toBe(5);
  });

  it('probe a provider with at most 5 emails', () => {
    expect(CIRCUIT.probeSize).toBe(5);
  });

  it('skip a daily digest that is 12 hours late, and a weekly one after 60', () => {
    expect([LATENESS.daily, LATENESS.weekdays, LATENESS.weekly].map((each) => each.lateAfterHours)).toEqual([
      12, 12, 60,
    ]);
  });

  it('state how long each kind of data is kept', () => {
    expect(RETENTION_PERIODS).toEqual({
      rejectionsDays: 30,
      unusedPoolsDays: 3,
      usedPoolsDays: 45,
      confirmDays: 7,
      rawReportsDays: 30,
      runsDays: 30,
      summariesDays: 60,
      formerTopicsDays: 30,
      reportsDays: 180,
    });
    expect([IMPORT.retentionDays, IMPORT.unstartedDays]).toEqual([30, 1]);
  });
});

describe('the environment', () => {
  const production = {
    NODE_ENV: 'production',
    APP_SECRET: 'a-secret-that-is-at-least-32-characters',
    PUBLIC_URL: 'https://papers.example.org',
    MAILER: 'smtp',
    SMTP_URL: 'smtp://127.0.0.1',
    MAIL_POSTAL_ADDRESS: 'Reading Group, 5 Real Road, 54321 Town',
  };
  const problemsOf = (source: Record<string, string>): string[] => {
    try {
      readEnv(source);
      return [];
    } catch (error) {
      if (error instanceof EnvError) return error.problems.map(({ variable }) => variable);
      throw error;
    }
  };

  it('refuses to send real email from an http address', () => {
    expect(problemsOf({ ...production, PUBLIC_URL: 'http://papers.example.org' })).toEqual(['PUBLIC_URL']);
    expect(problemsOf(production)).toEqual([]);
  });

  it.each(['0.0.0.0', '::', '192.0.2.7'])('refuses to serve metrics on %s without a token', (host) => {
    expect(problemsOf({ METRICS_HOST: host })).toEqual(['METRICS_TOKEN']);
    expect(problemsOf({ METRICS_HOST: host, METRICS_TOKEN: 'a-token-of-at-least-16-characters' })).toEqual(
      [],
    );
  });

  it.each(['127.0.0.1', '::1', 'localhost'])('serves metrics on %s without a token', (host) => {
    expect(problemsOf({ METRICS_HOST: host })).toEqual([]);
  });

  it('never prints these variables', () => {
    expect([...SECRET_VARIABLES].sort()).toEqual([
      'ALERT_WEBHOOK_SECRET',
      'ALERT_WEBHOOK_URL',
      'APP_SECRET',
      'APP_SECRET_PREVIOUS',
      'DKIM_PRIVATE_KEY',
      'METRICS_TOKEN',
      'OTEL_EXPORTER_OTLP_HEADERS',
      'RESEND_API_KEY',
      'RESEND_WEBHOOK_SECRET',
      'SUMMARY_MODEL_KEY',
    ]);
  });
});

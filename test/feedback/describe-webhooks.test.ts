import { describe, expect, it } from 'vitest';
import { describeWebhooks } from '../../src/feedback/describe-webhooks.ts';
import { RESEND_SECRET, TOPIC } from '../support/webhooks.ts';

const NOW = new Date('2026-11-23T08:00:00Z');
const PUBLIC_URL = 'https://papers.example.org';

describe('describeWebhooks', () => {
  it('names the enabled webhooks', () => {
    expect(
      describeWebhooks({ PUBLIC_URL, RESEND_WEBHOOK_SECRET: RESEND_SECRET, SES_TOPIC_ARN: TOPIC }, NOW),
    ).toBe(
      'accepted at https://papers.example.org/webhooks/resend and https://papers.example.org/webhooks/ses',
    );
  });

  it('names what stays unknown without webhooks', () => {
    expect(describeWebhooks({ PUBLIC_URL }, NOW)).toMatch(/^none: .*RESEND_WEBHOOK_SECRET.*SES_TOPIC_ARN/);
  });

  it('throws for an unusable signing secret', () => {
    expect(() => describeWebhooks({ PUBLIC_URL, RESEND_WEBHOOK_SECRET: 'whsec_not base64!' }, NOW)).toThrow();
  });
});

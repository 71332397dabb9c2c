import { createSign, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { FetchSns } from '../../src/feedback/providers/verify-sns.ts';
import { makeCertificate, type TestCertificate } from './certificate.ts';
import { dataPath, missingData } from './real-data.ts';

export const RESEND_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:paperboy';
const CERTIFICATE_URL =
  'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem';

/** The headers that Svix would send with this body at that moment. */
export function svixHeaders(
  body: string,
  at: Date,
  { id = `msg_${randomUUID()}`, secret = RESEND_SECRET } = {},
): Record<string, string> {
  return {
    'svix-id': id,
    'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
    'svix-signature': new Webhook(secret).sign(id, at, body),
  };
}

/** SNS as far as a webhook sees it: a key, its certificate on a port of 127.0.0.1, and what was asked there. */
export interface TestSns {
  certificate: TestCertificate;
  ask: FetchSns;
  /** Every address that was asked, as the caller meant it. */
  asked: string[];
  /** Answers the next calls with that status instead. */
  failWith(status: number | null): void;
  /** A message as SNS posts it, signed; `pieces` replaces fields before it is signed. */
  message(
    pieces: Record<string, unknown>,
    options?: { version?: '1' | '2'; key?: TestCertificate },
  ): Record<string, unknown>;
  close(): Promise<void>;
}

const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

/** Starts the stand-in. `now` is the time of its messages. */
export async function startSns(now: () => Date): Promise<TestSns> {
  const certificate = makeCertificate('2026-01-01T00:00:00Z', '2027-12-31T00:00:00Z');
  const asked: string[] = [];
  let status: number | null = null;
  const server = createServer((request, response) => {
    response.writeHead(status ?? 200, { 'content-type': 'text/plain' });
    response.end(request.url?.endsWith('.pem') ? certificate.pem : '<ConfirmSubscriptionResponse/>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = (server.address() as AddressInfo).port;
  return {
    certificate,
    asked,
    failWith: (next) => {
      status = next;
    },
    async ask(url) {
      asked.push(url.href);
      const response = await fetch(`http://127.0.0.1:${port}${url.pathname}${url.search}`);
      if (!response.ok) throw new Error(`SNS answered ${response.status}.`);
      return response.text();
    },
    message(pieces, { version = '2', key = certificate } = {}) {
      const message: Record<string, unknown> = {
        Type: 'Notification',
        MessageId: randomUUID(),
        TopicArn: TOPIC,
        Message: '{}',
        Timestamp: now().toISOString(),
        SignatureVersion: version,
        SigningCertURL: CERTIFICATE_URL,
        ...pieces,
      };
      const names = SIGNED[message.Type as keyof typeof SIGNED] ?? SIGNED.Notification;
      const text = names
        .filter((name) => message[name] !== undefined)
        .map((name) => `${name}\n${message[name]}\n`)
        .join('');
      const sign = createSign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256').update(text);
      return { ...message, Signature: sign.sign(key.privateKey, 'base64') };
    },
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

const REAL = 'mail/provider_webhooks.jsonl';

/** Payloads recorded from providers, one per line; null when the file is missing. */
export function realPayloads(): { line: number; provider: string; payload: unknown }[] | null {
  if (missingData(REAL) !== null) return null;
  return readFileSync(dataPath(REAL), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((text, line) => ({ line, ...(JSON.parse(text) as { provider: string; payload: unknown }) }));
}

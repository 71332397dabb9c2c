import { createVerify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { FEEDBACK } from '../../../config/feedback.ts';
import { PaperboyError } from '../../errors.ts';
import { parseUrl } from '../../url.ts';

const base = {
  MessageId: z.string().regex(/^[0-9a-f-]{36}$/),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.iso.datetime({ offset: true }),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().max(2_000),
  SigningCertURL: z.string().max(1_000),
};

/** The three message types that SNS posts. */
const schema = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Notification'), ...base, Subject: z.string().nullish() }),
  z.object({
    Type: z.literal('SubscriptionConfirmation'),
    ...base,
    Token: z.string(),
    SubscribeURL: z.string(),
  }),
  z.object({
    Type: z.literal('UnsubscribeConfirmation'),
    ...base,
    Token: z.string(),
    SubscribeURL: z.string(),
  }),
]);
export type SnsMessage = z.infer<typeof schema>;

export type SnsVerification =
  | { valid: true; message: SnsMessage }
  | { valid: false; reason: 'malformed' | 'topic' | 'time' | 'certificate' | 'signature' };

/**
 * Fetches a URL at SNS and returns the body, bounded in size and time, without following redirects. Throws
 * when that fails.
 */
export type FetchSns = (url: URL) => Promise<string>;

/** Fetched certificates by URL: SNS signs everything in a region with the same one for months. */
export type CertificateCache = Map<string, X509Certificate>;
const MAX_CERTIFICATES = 8;

/**
 * Only these hosts are SNS's own; `sns.eu-central-1.amazonaws.com.example.org` and `x.amazonaws.com` could be
 * anyone's.
 */
const SNS_HOST = /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(?:\.cn)?$/;
const CERTIFICATE_PATH = /^\/[A-Za-z0-9_-]{1,100}\.pem$/;
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/**
 * Verifies that a body is a message of the topic, signed by SNS and at most an hour old. All free checks come
 * before the certificate is fetched, and it is fetched only from SNS's own hosts. Throws PaperboyError
 * `SNS_UNREACHABLE` (retry later) when the certificate cannot be fetched, because then the signature
 * is unknown.
 */
export async function verifySnsMessage(
  input: { body: unknown; topicArn: string; now: Date },
  fetchSns: FetchSns,
  cache: CertificateCache,
): Promise<SnsVerification> {
  const parsed = schema.safeParse(input.body);
  if (!parsed.success) return { valid: false, reason: 'malformed' };
  const message = parsed.data;
  if (message.TopicArn !== input.topicArn) return { valid: false, reason: 'topic' };
  const age = input.now.getTime() - new Date(message.Timestamp).getTime();
  if (age > FEEDBACK.snsOldestMinutes * 60_000 || age < -MAX_CLOCK_SKEW_MS)
    return { valid: false, reason: 'time' };
  const url = snsUrl(message.SigningCertURL);
  if (url === null || !CERTIFICATE_PATH.test(url.pathname) || url.search !== '') {
    return { valid: false, reason: 'certificate' };
  }
  const certificate = await certificateAt(url, fetchSns, cache);
  if (certificate === null || !isCurrent(certificate, input.now))
    return { valid: false, reason: 'certificate' };
  const verify = createVerify(message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256');
  verify.update(signedText(message));
  const signed = verify.verify(certificate.publicKey, message.Signature, 'base64');
  return signed ? { valid: true, message } : { valid: false, reason: 'signature' };
}

/**
 * URL that confirms a subscription, if it is at SNS and confirms this very topic; null otherwise, because
 * following another URL would let a forged message make us request anything.
 */
export function subscribeUrl(message: SnsMessage): URL | null {
  if (message.Type !== 'SubscriptionConfirmation') return null;
  const url = snsUrl(message.SubscribeURL);
  if (url === null || url.pathname !== '/') return null;
  const { searchParams } = url;
  const confirms =
    searchParams.get('Action') === 'ConfirmSubscription' && searchParams.get('TopicArn') === message.TopicArn;
  return confirms ? url : null;
}

function snsUrl(text: string): URL | null {
  const url = parseUrl(text);
  if (url === null) return null;
  const plain = url.username === '' && url.password === '' && url.port === '' && url.hash === '';
  return url.protocol === 'https:' && plain && SNS_HOST.test(url.hostname) ? url : null;
}

async function certificateAt(
  url: URL,
  fetchSns: FetchSns,
  cache: CertificateCache,
): Promise<X509Certificate | null> {
  const cached = cache.get(url.href);
  if (cached) return cached;
  let pem: string;
  try {
    pem = await fetchSns(url);
  } catch (cause) {
    throw new PaperboyError({
      code: 'SNS_UNREACHABLE',
      message: 'The certificate of an SNS message could not be fetched.',
      remedy: 'Check that this machine can reach sns.<region>.amazonaws.com. SNS sends the message again.',
      retry: 'later',
      cause,
    });
  }
  const certificate = parseCertificate(pem);
  if (certificate === null) return null;
  if (cache.size >= MAX_CERTIFICATES) cache.clear();
  cache.set(url.href, certificate);
  return certificate;
}

function parseCertificate(pem: string): X509Certificate | null {
  try {
    const certificate = new X509Certificate(pem);
    return certificate.publicKey.asymmetricKeyType === 'rsa' ? certificate : null;
  } catch {
    return null;
  }
}

function isCurrent(certificate: X509Certificate, now: Date): boolean {
  return new Date(certificate.validFrom) <= now && now <= new Date(certificate.validTo);
}

/** The signed text: these fields in this order, name and value on a line each. */
function signedText(message: SnsMessage): string {
  const fields: [string, string | null | undefined][] =
    message.Type === 'Notification'
      ? [
          ['Message', message.Message],
          ['MessageId', message.MessageId],
          ['Subject', message.Subject],
          ['Timestamp', message.Timestamp],
          ['TopicArn', message.TopicArn],
          ['Type', message.Type],
        ]
      : [
          ['Message', message.Message],
          ['MessageId', message.MessageId],
          ['SubscribeURL', message.SubscribeURL],
          ['Timestamp', message.Timestamp],
          ['Token', message.Token],
          ['TopicArn', message.TopicArn],
          ['Type', message.Type],
        ];
  return fields
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
}

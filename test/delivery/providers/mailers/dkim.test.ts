import { generateKeyPairSync } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSmtpMailer } from '../../../../src/delivery/providers/mailers/smtp.ts';
import type { Mailer } from '../../../../src/ports.ts';
import { sampleMail } from '../../../support/mail.ts';
import { type SmtpSink, startSmtpSink } from '../../../support/smtp-sink.ts';

const DOMAIN = 'papers.example.org';
const SELECTOR = 'paperboy';
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'der' },
});

/** DNS with the entries of this test's sender. */
async function resolver(name: string, type: string): Promise<string[][]> {
  if (name === `${SELECTOR}._domainkey.${DOMAIN}` && type === 'TXT')
    return [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]];
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
}

/** Reads the header names in h= of the signature. */
function signedFields(raw: string): string[] {
  const [header = ''] = raw.split(/\r\n(?![ \t])/);
  return (/; h=([^;]+)/.exec(header.replace(/\r\n[ \t]+/g, ' '))?.[1] ?? '').toLowerCase().split(/\s*:\s*/);
}

const verify = async (raw: string) => (await dkimVerify(Buffer.from(raw, 'utf8'), { resolver })).results;

describe('an email sent by SMTP with DKIM', () => {
  let sink: SmtpSink;
  let mailer: Mailer;
  const options = { domain: DOMAIN, selector: SELECTOR, privateKey };
  beforeAll(async () => {
    sink = await startSmtpSink();
    mailer = createSmtpMailer({ url: sink.url, dkim: options });
  });
  afterAll(async () => {
    await mailer.close();
    await sink.close();
  });

  it('passes an independent verifier, and signs the headers that RFC 8058 requires', async () => {
    const text = 'Größe, 日本語 and α→∞.\n.a dot first\nFrom here\n\n\ntrailing   \n';
    const emails = [
      sampleMail(1),
      sampleMail(2, { text, subject: 'Über 日本語の論文 🎉 '.repeat(6).trim() }),
    ];
    for (const { outcome } of await mailer.send(emails, { idempotencyKey: 'attempt-1' }))
      expect(outcome).toBe('accepted');
    expect(sink.mails).toHaveLength(2);
    for (const { raw } of sink.mails) {
      const [result, ...others] = await verify(raw);
      expect(others).toEqual([]);
      expect(result).toMatchObject({ status: { result: 'pass' }, signingDomain: DOMAIN, selector: SELECTOR });
      const signed = signedFields(raw);
      for (const field of [
        'from',
        'to',
        'subject',
        'date',
        'message-id',
        'mime-version',
        'content-type',
        'list-id',
        'list-unsubscribe',
        'list-unsubscribe-post',
      ]) {
        expect(signed, field).toContain(field);
      }
    }
  });

  it('fails verification after a change to a signed header', async () => {
    const raw = sink.mails[0]?.raw ?? '';
    const changed = raw.replace(
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'List-Unsubscribe-Post: no',
    );
    expect(changed).not.toBe(raw);
    expect((await verify(changed))[0]?.status.result).toBe('fail');
  });

  it('has the same bytes when built again; its hash differs by key, selector and domain', async () => {
    sink.mails.length = 0;
    const email = sampleMail(3);
    for (let time = 0; time < 2; time += 1) await mailer.send([email], { idempotencyKey: `attempt-${time}` });
    expect(sink.mails[0]?.raw).toBe(sink.mails[1]?.raw);
    const other = generateKeyPairSync('rsa', {
      modulusLength: 1024,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const variants = [
      {},
      { dkim: { ...options, domain: 'example.org' } },
      { dkim: { ...options, selector: 'other' } },
      { dkim: { ...options, privateKey: other.privateKey } },
    ].map((over) => createSmtpMailer({ url: sink.url, ...over }));
    const hashes = [mailer, ...variants].map((each) => each.payloadHash([email]));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(createSmtpMailer({ url: sink.url, dkim: options }).payloadHash([email])).toBe(
      mailer.payloadHash([email]),
    );
  });

  it('is reported by check()', async () => {
    expect(await mailer.check()).toContain(`signs emails for ${DOMAIN} (DKIM selector ${SELECTOR})`);
    expect(await createSmtpMailer({ url: sink.url }).check()).toContain('does not sign emails');
  });
});

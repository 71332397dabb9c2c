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

/** The DNS as far as this test's sender has entries in it. */
async function resolver(name: string, type: string): Promise<string[][]> {
  if (name === `${SELECTOR}._domainkey.${DOMAIN}` && type === 'TXT')
    return [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]];
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
}

/** The names in h= of the signature. */
function signedFields(raw: string): string[] {
  const [header = ''] = raw.split(/\r\n(?![ \t])/);
  return (/; h=([^;]+)/.exec(header.replace(/\r\n[ \t]+/g, ' '))?.[1] ?? '').toLowerCase().split(/\s*:\s*/);
}

const verify = async (raw: string) => (await dkimVerify(Buffer.from(raw, 'utf8'), { resolver })).results;

describe('a mail that went through SMTP with DKIM set', () => {
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

  it('passes the check of an independent verifier, whatever it holds, and covers what RFC 8058 wants', async () => {
    const text = 'Größe, 日本語 and α→∞.\n.a dot first\nFrom here\n\n\ntrailing   \n';
    const mails = [sampleMail(1), sampleMail(2, { text, subject: 'Über 日本語の論文 🎉 '.repeat(6).trim() })];
    for (const { outcome } of await mailer.send(mails, { idempotencyKey: 'attempt-1' }))
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

  it('fails that check as soon as somebody changes what is signed', async () => {
    const raw = sink.mails[0]?.raw ?? '';
    const changed = raw.replace(
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'List-Unsubscribe-Post: no',
    );
    expect(changed).not.toBe(raw);
    expect((await verify(changed))[0]?.status.result).toBe('fail');
  });

  it('has the same bytes when it is made again, and its hash tells another key, selector or domain', async () => {
    sink.mails.length = 0;
    const mail = sampleMail(3);
    for (let time = 0; time < 2; time += 1) await mailer.send([mail], { idempotencyKey: `attempt-${time}` });
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
    const hashes = [mailer, ...variants].map((each) => each.payloadHash([mail]));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(createSmtpMailer({ url: sink.url, dkim: options }).payloadHash([mail])).toBe(
      mailer.payloadHash([mail]),
    );
  });

  it('is announced by the check', async () => {
    expect(await mailer.check()).toContain(`signed for ${DOMAIN} (DKIM selector ${SELECTOR})`);
    expect(await createSmtpMailer({ url: sink.url }).check()).toContain('not signed by Paperboy');
  });
});

import { createHash, createPublicKey } from 'node:crypto';
import DKIM from 'nodemailer/lib/dkim';

/** Who vouches for the emails: the key whose public half stands in the DNS at `<selector>._domainkey.<domain>`. */
export interface DkimOptions {
  domain: string;
  selector: string;
  /** RSA, PEM. */
  privateKey: string;
}

/**
 * What the signature covers: all that a reader sees and an email program acts upon. RFC 8058 wants both unsubscribe fields in it;
 * nodemailer's own list leaves List-Unsubscribe-Post out.
 */
const SIGNED_FIELDS = [
  'From',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Auto-Submitted',
  'Feedback-ID',
].join(':');

export interface DkimSigner {
  /** The message with its DKIM-Signature on top. */
  sign(message: Buffer): Promise<Buffer>;
  /**
   * Stands for the signature in a payload's hash. It has no time in it, and RSA by PKCS #1 v1.5 is deterministic: the message, the domain, the
   * selector and the key give its every byte, so a hash over these covers the bytes that are sent.
   */
  readonly fingerprint: string;
}

/** Signs by nodemailer's own DKIM, on finished bytes: within its transport it would read an email before the server has said 354. */
export function dkimSigner({ domain, selector, privateKey }: DkimOptions): DkimSigner {
  const dkim = new DKIM({
    domainName: domain,
    keySelector: selector,
    privateKey,
    headerFieldNames: SIGNED_FIELDS,
  });
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const hash = createHash('sha256').update(publicKey);
  return {
    fingerprint: hash.update(` ${domain} ${selector} ${SIGNED_FIELDS}`).digest('hex'),
    async sign(message) {
      const chunks: Buffer[] = [];
      for await (const chunk of dkim.sign(message)) chunks.push(chunk as Buffer);
      const signed = Buffer.concat(chunks);
      // nodemailer leaves an email that it cannot sign as it is.
      if (!signed.subarray(0, 15).equals(Buffer.from('DKIM-Signature:')))
        throw new Error('The mail could not be signed (DKIM).');
      return signed;
    },
  };
}

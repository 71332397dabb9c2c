import { createHash, createPublicKey } from 'node:crypto';
import DKIM from 'nodemailer/lib/dkim';

/** DKIM key; its public half is in the DNS at `<selector>._domainkey.<domain>`. */
export interface DkimOptions {
  domain: string;
  selector: string;
  /** RSA, PEM. */
  privateKey: string;
}

/**
 * Signed headers: all that a recipient sees and an email client acts on. RFC 8058 requires both unsubscribe
 * fields; nodemailer's own list omits List-Unsubscribe-Post.
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
  /** Returns the message with its DKIM-Signature prepended. */
  sign(message: Buffer): Promise<Buffer>;
  /**
   * Represents the signature in a payload's hash. The signature contains no time, and RSA by PKCS #1 v1.5 is
   * deterministic: message, domain, selector and key determine every byte, so a hash over these covers the
   * bytes that are sent.
   */
  readonly fingerprint: string;
}

/**
 * Signs finished bytes with nodemailer's DKIM. Inside its transport the signer would read the content stream
 * before the server's 354.
 */
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
      // nodemailer returns an email that it cannot sign unchanged.
      if (!signed.subarray(0, 15).equals(Buffer.from('DKIM-Signature:')))
        throw new Error('The email could not be signed (DKIM).');
      return signed;
    },
  };
}

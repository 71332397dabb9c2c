import { describe, expect, it } from 'vitest';
import { renderTransactional } from '../../src/rendering/render-transactional.ts';
import { addresses } from '../support/markup.ts';
import { sampleTransactionalEmails } from '../support/transactional-email-props.ts';

const { confirm, welcome, goodbye } = sampleTransactionalEmails;

/** Readable text of both parts. */
function partsOf(mail: { html: string; text: string }): string[] {
  const read = mail.html
    .replace(/<!--.*?-->/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  return [read, mail.text.replace(/\s+/g, ' ')];
}

const emails = [
  ['confirm', () => renderTransactional('confirm', confirm), confirm.confirm],
  ['lifted', () => renderTransactional('lifted', sampleTransactionalEmails.lifted), confirm.confirm],
  ['welcome', () => renderTransactional('welcome', welcome), welcome.preferences],
  [
    'your-link',
    () => renderTransactional('your-link', sampleTransactionalEmails['your-link']),
    sampleTransactionalEmails['your-link'].preferences,
  ],
  ['goodbye', () => renderTransactional('goodbye', goodbye), goodbye.subscribe],
] as const;

describe.each(emails)('the %s email', (_, render, address) => {
  it('has its action as a button and as an address to copy', async () => {
    const mail = await render();
    expect(addresses(mail.html).filter((url) => url === address).length).toBeGreaterThanOrEqual(2);
    expect(mail.text.split('\n')).toContain(address);
  });

  it('names the sender, and links only to the web', async () => {
    const mail = await render();
    for (const part of partsOf(mail))
      expect(part).toContain('Paperboy, 1 Example Street, 12345 Example Town');
    for (const url of addresses(mail.html)) expect(url).toMatch(/^https:\/\/papers\.example\.org\//);
  });

  it('has a language, a title, a subject on one line and the dark scheme', async () => {
    const mail = await render();
    expect(mail.html).toMatch(/<html dir="ltr" lang="en"/);
    expect(mail.html).toContain(`<title>${mail.subject}</title>`);
    expect(mail.subject).toMatch(/^[^\r\n!]{10,60}$/);
    expect(mail.html).toContain('prefers-color-scheme:dark');
    expect(mail.html).toContain('name="color-scheme"');
    expect(mail.html).not.toMatch(/<img|<script|url\(|undefined|null/);
  });

  it('is small and deterministic', async () => {
    const mail = await render();
    expect(Buffer.byteLength(mail.html)).toBeLessThan(15_000);
    expect(await render()).toEqual(mail);
    for (const line of mail.text.split('\n'))
      expect(line.length <= 72 || line.includes('https://'), line).toBe(true);
  });
});

describe('the texts of transactional emails', () => {
  it('confirm: content of a digest, lifetime of the link, and the need to confirm', async () => {
    for (const part of partsOf(await renderTransactional('confirm', confirm))) {
      expect(part).toContain('Confirm subscription');
      expect(part).toContain('You will get a short digest');
      expect(part).toContain('The link is valid for 48 hours.');
      expect(part).toContain('without your confirmation, we will not send a digest');
    }
  });

  it('welcome: interests and schedule, and links to change them or unsubscribe', async () => {
    const mail = await renderTransactional('welcome', welcome);
    for (const part of partsOf(mail))
      expect(part).toContain('You follow 3 topics. Digests arrive weekdays at 07:00 Berlin time.');
    expect(addresses(mail.html)).toContain(welcome.unsubscribe);
    expect(mail.text).toContain(`Unsubscribe: ${welcome.unsubscribe}`);
  });

  it('welcome: escapes the summary that it is given', async () => {
    const mail = await renderTransactional('welcome', {
      ...welcome,
      subscription: '<b>\u202E"x"</b>\r\nBcc: a',
    });
    expect(mail.html).toContain('&lt;b&gt;&quot;x&quot;&lt;/b&gt; Bcc: a');
    expect(mail.text).toContain('<b>"x"</b> Bcc: a');
  });

  it('your-link: lifetime of the link only if it expires', async () => {
    const [timed = ''] = partsOf(
      await renderTransactional('your-link', sampleTransactionalEmails['your-link']),
    );
    expect(timed).toContain('The link is valid for 24 hours');
    const unlimited = await renderTransactional('your-link', {
      ...sampleTransactionalEmails['your-link'],
      validHours: null,
    });
    expect(unlimited.text).not.toContain('valid for');
    expect(unlimited.text).toContain('Anyone with this link can change your subscription');
  });

  it('goodbye: end of the subscription', async () => {
    for (const part of partsOf(await renderTransactional('goodbye', goodbye)))
      expect(part).toContain('We will not send any more digests to this address.');
  });

  it('throws LINK_UNUSABLE for a link that is not http or https', async () => {
    await expect(
      renderTransactional('confirm', { ...confirm, confirm: 'javascript:alert(1)' }),
    ).rejects.toMatchObject({
      code: 'LINK_UNUSABLE',
    });
  });
});

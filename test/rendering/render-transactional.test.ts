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

const letters = [
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

describe.each(letters)('the %s letter', (_, render, address) => {
  it('has one thing to do, as a button and as an address to copy', async () => {
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

  it('is small and the same every time', async () => {
    const mail = await render();
    expect(Buffer.byteLength(mail.html)).toBeLessThan(15_000);
    expect(await render()).toEqual(mail);
    for (const line of mail.text.split('\n'))
      expect(line.length <= 72 || line.includes('https://'), line).toBe(true);
  });
});

describe('what the letters say', () => {
  it('confirm: what comes, how long the link works, and that nothing comes without', async () => {
    for (const part of partsOf(await renderTransactional('confirm', confirm))) {
      expect(part).toContain('Confirm my subscription');
      expect(part).toContain('What comes then: one short mail');
      expect(part).toContain('The link works for 48 hours.');
      expect(part).toContain('without your confirmation no digest comes');
    }
  });

  it('welcome: what was chosen, and how to change it or leave', async () => {
    const mail = await renderTransactional('welcome', welcome);
    for (const part of partsOf(mail))
      expect(part).toContain('You follow 3 topics, weekdays at 07:00 Berlin time.');
    expect(addresses(mail.html)).toContain(welcome.unsubscribe);
    expect(mail.text).toContain(`Unsubscribe: ${welcome.unsubscribe}`);
  });

  it('welcome: escapes the one sentence that is not in the template', async () => {
    const mail = await renderTransactional('welcome', { ...welcome, why: '<b>\u202E"x"</b>\r\nBcc: a' });
    expect(mail.html).toContain('&lt;b&gt;&quot;x&quot;&lt;/b&gt; Bcc: a');
    expect(mail.text).toContain('<b>"x"</b> Bcc: a');
  });

  it('your-link: how long it works, or nothing of it when it works for ever', async () => {
    const [timed = ''] = partsOf(
      await renderTransactional('your-link', sampleTransactionalEmails['your-link']),
    );
    expect(timed).toContain('The link works for 24 hours');
    const forEver = await renderTransactional('your-link', {
      ...sampleTransactionalEmails['your-link'],
      validHours: null,
    });
    expect(forEver.text).not.toContain('works for');
    expect(forEver.text).toContain('Whoever has this link can change your subscription');
  });

  it('goodbye: that it is over', async () => {
    for (const part of partsOf(await renderTransactional('goodbye', goodbye)))
      expect(part).toContain('No more digests will come to this address.');
  });

  it('refuses to go out with a link that is none', async () => {
    await expect(
      renderTransactional('confirm', { ...confirm, confirm: 'javascript:alert(1)' }),
    ).rejects.toMatchObject({
      code: 'LINK_UNUSABLE',
    });
  });
});

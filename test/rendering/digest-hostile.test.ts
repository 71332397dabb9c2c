import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../config/topics/built-in.ts';
import { requireSafeHeaders } from '../../src/delivery/providers/mailers/check-headers.ts';
import { type PickBasis, pickReasonText } from '../../src/editions/pick-reason.ts';
import { renderDigest } from '../../src/rendering/render-digest.ts';
import type { DigestPick } from '../../templates/digest/props.ts';
import { sampleDigest, samplePick } from '../support/digest-props.ts';
import { addresses, tagSkeleton } from '../support/markup.ts';

/** A digest with `text` in every field that holds external text. */
function digestOf(text: string) {
  const outside: Partial<DigestPick> = {
    title: text,
    authors: [text, text],
    authorCount: 9,
    organisation: text,
    summary: text,
    reason: text,
  };
  return sampleDigest(2, {
    picks: [samplePick(1, outside), samplePick(2, outside)],
    alsoTrending: [{ title: text, topic: text, url: 'https://arxiv.org/abs/2606.20001' }],
    subscription: text,
    postalAddress: text,
  });
}

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</h2></td></tr></table><h1>Invoice</h1>',
  '<!--[if mso]><p>x</p><![endif]-->',
  '</title></style></mj-text></mjml><mj-include path="/etc/passwd" />',
  ']]> <![CDATA[ x',
  '%%title%% %%content%% %%cut%% $& $1 {{name}} [[x]]',
  '&lt;b&gt; &amp;quot; &#60;script&#62;',
  'Subject\r\nBcc: everybody@example.com',
  'right \u202E to \u2067 left \u2069 marks',
  'nul \u0000 escape \u001B[31m bell \u0007',
  '👩‍👩‍👧 🇩🇪 emoji 🧠',
  'x'.repeat(10_000),
  'word '.repeat(2_000),
  'نحو نماذج لغوية أكثر كفاءة',
  '从理论到大规模部署的实践与教训',
];

describe('hostile text', () => {
  it.each(hostile)('%j does not change the structure', async (text) => {
    const calm = await renderDigest(digestOf('calm words'));
    const mail = await renderDigest(digestOf(text));
    expect(tagSkeleton(mail.html)).toEqual(tagSkeleton(calm.html));
    expect(addresses(mail.html)).toEqual(addresses(calm.html));
    for (const line of [mail.subject, mail.preheader])
      expect(line).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    expect(mail.text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    expect(mail.html.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
  });

  it.each(hostile)('%j as an interest is plain text in pick reasons, in German too', async (text) => {
    const digestFor = (value: string) => {
      const wishes: PickBasis[] = [
        { kind: 'query', query: value },
        { kind: 'author', name: value },
        { kind: 'organisation', name: value },
      ];
      const facts = {
        lift: null,
        beatsPercent: null,
        mostUpvotedOfDay: false,
        publicOn: '2026-11-23',
        hasCode: false,
      };
      const picks = wishes.map((why, place) =>
        samplePick(place, {
          title: value,
          reason: pickReasonText(BUILT_IN_TAXONOMY, { why, ...facts }, '2026-11-23', 'de'),
        }),
      );
      return renderDigest(sampleDigest(3, { language: 'de', picks, subscription: value }));
    };
    const mail = await digestFor(text);
    // A title in another script is not marked as English.
    const tags = ({ html }: { html: string }) => tagSkeleton(html).map((tag) => tag.replace(/ lang\b/, ''));
    expect(tags(mail)).toEqual(tags(await digestFor('calm words')));
    expect((mail.html + mail.text).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    const [from, to] = ['Paperboy <digest@papers.example.org>', 'ada@example.com'];
    const headers = { 'Message-ID': '<1@papers.example.org>' };
    const outgoing = { id: '1', from, to, headers, date: '2026-11-23T07:00:00Z', ...mail };
    expect(() => requireSafeHeaders(outgoing)).not.toThrow();
  });

  it('is shown as written', async () => {
    const mail = await renderDigest(digestOf('a < b && "c" > \'d\''));
    expect(mail.html).toContain('a &lt; b &amp;&amp; &quot;c&quot; &gt; &#x27;d&#x27;');
    expect(mail.text).toContain('a < b && "c" > \'d\'');
    expect(mail.subject).toBe('a < b && "c" > \'d\' and 1 more');
  });

  it('never changes the structure (property)', async () => {
    const calm = tagSkeleton((await renderDigest(digestOf('calm words'))).html);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), async (text) => {
        const mail = await renderDigest(digestOf(`x${text}`));
        expect(tagSkeleton(mail.html)).toEqual(calm);
        expect(mail.subject).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it('in addresses ends no attribute and yields only http and https links', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.constantFrom(
            'javascript:',
            'data:text/html,',
            'https://a.example/"',
            "https://a.example/'",
            'vbscript:',
            '',
          ),
          fc.webUrl({ withQueryParameters: true, withFragments: true }),
        ),
        fc.string({ unit: 'binary', maxLength: 60 }),
        async (start, end) => {
          const url = start + end;
          const pick = samplePick(1, {
            url,
            pdfUrl: url,
            codeUrl: url,
            projectUrl: url,
            discussionUrl: url,
            saveUrl: url,
            moreUrl: url,
          });
          const mail = await renderDigest(
            sampleDigest(1, { picks: [pick], alsoTrending: [{ title: 'T', topic: 'U', url }] }),
          );
          for (const address of addresses(mail.html)) expect(address).toMatch(/^https?:\/\/[^\s"'<>]+$/);
          expect(tagSkeleton(mail.html).join('')).not.toMatch(/ on\w+|<script|<img/i);
        },
      ),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { compileMjml, digestFrames, fillFrames, stripIndentation } from '../../src/rendering/fragments.ts';
import { Block, DigestDocument } from '../../templates/digest/document.tsx';
import { FRAME_PLACEHOLDER } from '../../templates/digest/frame.tsx';

const title = 'A "title" with <b>, 100 % and %%title%%';
const preheader = `It's & $& $1 %%cut%% ${FRAME_PLACEHOLDER.content}`;
const words = ['first', 'second <script> & %%cut%%', ''];

const withoutBlankLines = (html: string) => stripIndentation(html).replace(/>\n+</g, '><');

describe('filled frames', () => {
  it('equal the whole email compiled by MJML', async () => {
    const whole = await compileMjml(
      <DigestDocument language="de" title={title} preheader={preheader}>
        {words.map((word) => (
          <Block key={word}>
            <p dir="auto">{word}</p>
          </Block>
        ))}
      </DigestDocument>,
    );
    const blocks = words.map((word) => (
      <p key={word} dir="auto">
        {word}
      </p>
    ));
    const filled = fillFrames(await digestFrames(), { language: 'de', title, preheader, blocks });
    expect(withoutBlankLines(filled)).toBe(withoutBlankLines(whole));
  });

  it('have a language, a direction, a title and the color scheme metas', async () => {
    const html = fillFrames(await digestFrames(), { language: 'de', title, preheader, blocks: [] });
    expect(html).toMatch(/^<!doctype html>\n<html lang="de" dir="ltr"/);
    expect(html).toContain('<title>A &quot;title&quot; with &lt;b&gt;, 100 % and %%title%%</title>');
    expect(html).toContain('<meta name="color-scheme" content="light dark"');
    expect(html).toContain('<meta name="supported-color-schemes" content="light dark"');
    expect(html).toContain('@media (prefers-color-scheme:dark)');
    for (const table of html.match(/<table\b[^>]*>/g) ?? []) expect(table).toContain('role="presentation"');
  });

  it('have no unfilled placeholder', async () => {
    const html = fillFrames(await digestFrames(), { language: 'en', title: 't', preheader: 'p', blocks: [] });
    expect(html).not.toContain('%%');
  });
});

it('throws for a template that MJML rejects', async () => {
  await expect(compileMjml(<p>no document</p>)).rejects.toThrow();
});

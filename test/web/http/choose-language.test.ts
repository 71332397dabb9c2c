import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseLanguage } from '../../../src/web/http/choose-language.ts';

describe('the language of a page', () => {
  it.each<[string | undefined, string]>([
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['DE-at', 'de'],
    ['de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7', 'de'],
    ['en-US,en;q=0.9,de;q=0.8', 'en'],
    ['en;q=0.2, de;q=0.8', 'de'],
    ['de;q=0.5, en;q=0.5', 'de'],
    ['en;q=0.5, de;q=0.5', 'en'],
    ['fr, de;q=0.1', 'de'],
    ['fr', 'en'],
    ['*', 'en'],
    ['en;q=0, *', 'de'],
    ['en;q=0.3, *;q=0.7', 'de'],
    ['de;q=0', 'en'],
    ['*;q=0', 'en'],
    ['den', 'en'],
    ['constructor, __proto__', 'en'],
    [`${'fr,'.repeat(400)}de`, 'en'],
  ])('requested as %j is %s', (header, language) => {
    expect(chooseLanguage(undefined, header)).toBe(language);
  });

  it("is the stored choice, regardless of the browser's languages", () => {
    expect(chooseLanguage('de', 'en')).toBe('de');
    expect(chooseLanguage('en', 'de')).toBe('en');
  });

  it('is always a supported one', () => {
    const header = fc.oneof(fc.string(), fc.stringMatching(/^[a-z*;=,.0-9 "\\-]{0,60}$/));
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), header, (kept, requested) => {
        expect(['en', 'de']).toContain(chooseLanguage(kept, requested));
      }),
    );
  });
});

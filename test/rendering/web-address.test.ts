import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requiredAddress, safeWebAddress } from '../../src/rendering/web-address.ts';

describe('webAddress', () => {
  it.each([
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,<script>1</script>',
    'file:///etc/passwd',
    'mailto:a@example.org',
    '//example.org/no-scheme',
    '/relative',
    'https://user:secret@example.org/',
    'https://',
    '',
  ])('refuses %j', (address) => {
    expect(safeWebAddress(address, 2_000)).toBeNull();
  });

  it('normalises what a mail may link to', () => {
    expect(safeWebAddress('HTTPS://Example.org/a b?q="<x>\'', 2_000)).toBe(
      'https://example.org/a%20b?q=%22%3Cx%3E%27',
    );
    expect(safeWebAddress('https://bücher.example/', 2_000)).toBe('https://xn--bcher-kva.example/');
  });

  it('says the same of an address in a process that has looked at very many', () => {
    for (let number = 0; number < 100_000; number += 1)
      safeWebAddress(`https://example.org/${number % 7}`, 2_000);
    expect(safeWebAddress('https://bücher.example/', 2_000)).toBe('https://xn--bcher-kva.example/');
  });

  it('refuses what is too long before or after that', () => {
    expect(safeWebAddress(`https://example.org/${'a'.repeat(100)}`, 100)).toBeNull();
    expect(safeWebAddress(`https://example.org/${'ü'.repeat(30)}`, 100)).toBeNull();
  });

  it('gives nothing that could leave an attribute, a line or the web', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' })),
        fc.string({ unit: 'binary' }),
        (start, end) => {
          const address = safeWebAddress(start + end, 2_000);
          if (address !== null) expect(address).toMatch(/^https?:\/\/[^\s"'<>\\]+$/);
        },
      ),
    );
  });
});

describe('ownAddress', () => {
  it('throws where a link is missing that must be there', () => {
    expect(() => requiredAddress('unsubscribe', 'papers.example.org/u')).toThrow(
      expect.objectContaining({ code: 'LINK_UNUSABLE', message: expect.stringContaining('unsubscribe') }),
    );
  });
});

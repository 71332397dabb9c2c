import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requiredAddress, safeWebAddress } from '../../src/rendering/web-address.ts';

describe('safeWebAddress', () => {
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

  it('normalizes an allowed address', () => {
    expect(safeWebAddress('HTTPS://Example.org/a b?q="<x>\'', 2_000)).toBe(
      'https://example.org/a%20b?q=%22%3Cx%3E%27',
    );
    expect(safeWebAddress('https://bücher.example/', 2_000)).toBe('https://xn--bcher-kva.example/');
  });

  it('returns the same result after very many addresses', () => {
    for (let number = 0; number < 100_000; number += 1)
      safeWebAddress(`https://example.org/${number % 7}`, 2_000);
    expect(safeWebAddress('https://bücher.example/', 2_000)).toBe('https://xn--bcher-kva.example/');
  });

  it('rejects an address that is too long before or after normalizing', () => {
    expect(safeWebAddress(`https://example.org/${'a'.repeat(100)}`, 100)).toBeNull();
    expect(safeWebAddress(`https://example.org/${'ü'.repeat(30)}`, 100)).toBeNull();
  });

  it('never returns quotes, line breaks or other schemes (property)', () => {
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

describe('requiredAddress', () => {
  it('throws LINK_UNUSABLE for a missing link', () => {
    expect(() => requiredAddress('unsubscribe', 'papers.example.org/u')).toThrow(
      expect.objectContaining({ code: 'LINK_UNUSABLE', message: expect.stringContaining('unsubscribe') }),
    );
  });
});

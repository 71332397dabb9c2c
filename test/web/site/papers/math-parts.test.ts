import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mathParts } from '../../../../src/web/site/papers/math-parts.ts';

/** `_` and `^` before a script in angle brackets, which the texts here do not contain. */
const written = (text: string) =>
  mathParts(text)
    .map((part) => {
      if (part.place === 'line') return part.text;
      return part.place === 'raised' ? `^‹${part.text}›` : `_‹${part.text}›`;
    })
    .join('');

describe('superscripts and subscripts', () => {
  it.each([
    ['a model p_θ(Y|X) of it', 'a model p_‹θ›(Y|X) of it'],
    ['Õ(T^(2/3)) and T^((d+1)/(d+2)) steps', 'Õ(T^‹2/3›) and T^‹(d+1)/(d+2)› steps'],
    ['π_0.5, L_total and ε_BC.', 'π_‹0.5›, L_‹total› and ε_‹BC›.'],
    ['R^* of Macro-F₁, W_H, H^k', 'R^‹*› of Macro-F₁, W_‹H›, H^‹k›'],
    ['pass^k and 2^16', 'pass^‹k› and 2^‹16›'],
    ['(N_once + r^φ N_rec)^(-α)', '(N_‹once› + r^‹φ› N_‹rec›)^‹-α›'],
    ["|Ax-b|_2 and x'_i", "|Ax-b|_‹2› and x'_‹i›"],
  ])('puts %j in its place', (text, parted) => {
    expect(written(text)).toBe(parted);
  });

  it.each([
    'snake_case, x86_64, kl_loss.shape, min_p and __init__',
    'https://example.org/a_b/x_t and page_2.html',
    'a_long_name, x_test.py, t_a@example.org',
    'faces ^_^, 5 ^ 2, _x_ and ^x',
    'f_(unclosed and x^(',
  ])('leaves %j as it is', (text) => {
    expect(mathParts(text)).toEqual([{ text, place: 'line' }]);
  });

  it('lose no character of any text except markup, in linear time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'θ', '_', '^', '(', ')', '1', '.', ' ', '*', '|') }),
        (text) => {
          const bare = (each: string) => each.replace(/[_^()]/g, '');
          expect(
            bare(
              mathParts(text)
                .map((part) => part.text)
                .join(''),
            ),
          ).toBe(bare(text));
        },
      ),
    );
    const started = performance.now();
    for (const hostile of [
      'x^(('.repeat(20_000),
      'a_'.repeat(40_000),
      `x^${'('.repeat(80_000)}`,
      'x^(a(b)'.repeat(10_000),
    ])
      mathParts(hostile);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

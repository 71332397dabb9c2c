import { describe, expect, it } from 'vitest';
import { labeledAddresses } from '../../../src/papers/text/labeled-address.ts';
import { readableText } from '../../../src/papers/text/readable-text.ts';

describe('residue of pages that strip backslashes and dollars', () => {
  it.each([
    ['360^circ video, GUI-360^circ', '360° video, GUI-360°'],
    ['(360^circtimes180^circ) and 45^{circ}', '(360°×180°) and 45°'],
    ['512 times 512 images', '512 × 512 images'],
    ['64 times 288 times 512 video, (2 times 2 times 2)', '64 × 288 × 512 video, (2 × 2 × 2)'],
    ['a controlled 2 times 2^4 design of 12^3 times 4', 'a controlled 2 × 2⁴ design of 12³ × 4'],
    ['n times n matrices in R^{mtimes d}, N times K', 'n × n matrices in R^(m×d), N × K'],
    ['up to times3.23 speedup', 'up to ×3.23 speedup'],
    ['from 62.1% rightarrow 67.0%, 66.3 %rightarrow72.9', 'from 62.1% → 67.0%, 66.3 %→72.9'],
    ['gains of +20.86%uparrow and (0.117to0.598)', 'gains of +20.86%↑ and (0.117→0.598)'],
    ['O(N cdot T) and lceil log n rceil', 'O(N · T) and ⌈log n⌉'],
    ['A^* search, λ^star, W^+ space, x^{prime}', 'A* search, λ*, W⁺ space, x′'],
    [
      'at sim!30 FPS, (sim 1% of it), only sim 1050 hours, (sim110k)',
      'at ∼30 FPS, (∼1% of it), only ∼1050 hours, (∼110k)',
    ],
    ['binary (pm1) layers, 0 le 1, d^{1+gamma}, Omega(n)', 'binary (±1) layers, 0 ≤ 1, d¹⁺ᵞ, Ω(n)'],
    ['including teal{Tool-use}, red{Warning: harmful.}', 'including Tool-use, Warning: harmful.'],
    ['text{response length} and unicode{x2014}', 'response length and —'],
  ])('%s reads %s', (source, expected) => {
    expect(readableText(source)).toBe(expected);
  });

  it.each([
    'three times faster, 10 times faster, 100 times more, 2.5 times speedup',
    '2 times 3 hours, repeated 5 times 10 days apart, 10 times 2D',
    'repeated r times a day, looping a block k times is cheap, how many times I try',
    'Section B times out, v2 times 3x, 10 tasks times 5 runs',
    'a rightarrow key, bar star top prime, le Monde, ge Healthcare, 5 to 10, 1to1 and text2to3',
    'in sim 90% and real 60%, sim2real, sim-to-real, at 5 pm 1 day',
    'the C^3 and A^B2 names, pass^k, 2^n',
    'prices from $5 to $10, US$5-$6, GPT_4, snake_case, O(n^k), a_b^c',
    'code: x = y_1 if a[i] else {"red": 1}, .red{color:x;y:z}, f(text)',
    'https://example.org/~a/x_1^circle/times?q=360^circus',
    '深度学习 512 和 times，图像为 3 倍。',
    'Alpha(1) and omega(2)',
  ])('%s stays', (text) => {
    const kept = text.replace('C^3', 'C³').replace('y_1', 'y₁');
    expect(readableText(text)).toBe(kept);
  });
});

describe('addresses with their words', () => {
  const page = 'https://example.org/demo';
  it.each([
    [`Demo at ${page}{project page}.`, `Demo at project page (${page}).`],
    [`see the ${page}/{project website} for more`, `see the project website (${page}/) for more`],
    [`at ${page}{this https URL}, or ${page}{here}.`, `at ${page}, or ${page}.`],
    [`at ${page}{${page}}, ${page}{example.org/demo}`, `at ${page}, ${page}`],
    [`at ${page}{blue{${page}}}; ${page}{mypink{Github}}`, `at ${page}; Github (${page})`],
    [`${page}{Our code is available.}`, `Our code is available (${page}).`],
    [`Code: {${page}{some repository}}`, `Code: some repository (${page})`],
    [`set {${page}, b} and url={${page}}`, `set {${page}, b} and url={${page}}`],
  ])('%s reads %s', (source, expected) => {
    expect(readableText(source)).toBe(expected);
  });

  it('are listed with their labels', () => {
    expect(labeledAddresses(`a ${page}{project page}, b ${page}/x{blue{ code }}`)).toEqual([
      { address: page, label: 'project page' },
      { address: `${page}/x`, label: 'code' },
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readableText } from '../../../src/papers/text/readable-text.ts';

const TEX = String.raw;

function expectReadable(cases: readonly (readonly [string, string])[]): void {
  for (const [source, expected] of cases) expect(readableText(source), source).toBe(expected);
}

describe('readable: TeX in running text', () => {
  test('names', () => {
    expectReadable([
      [TEX`Andr\'e Mart\'{\i}nez`, 'André Martínez'],
      [TEX`J{\"o}rg M\"uller`, 'Jörg Müller'],
      [TEX`Dvo\v{r}\'ak, Dvo\v r\'ak`, 'Dvořák, Dvořák'],
      [TEX`Erd\H{o}s`, 'Erdős'],
      [TEX`Stra\ss{}e, Stra\ss e`, 'Straße, Straße'],
      [TEX`S\o{}ren, \L{}ukasz, \AA ngstr\"om`, 'Søren, Łukasz, Ångström'],
      [TEX`Nguy\~{\^e}n, \c{C}elik, Pawe{\l}`, 'Nguyễn, Çelik, Paweł'],
    ]);
  });

  test('fonts, links, notes and unknown commands', () => {
    expectReadable([
      [TEX`\textbf{G}raph \emph{open-only}`, 'Graph open-only'],
      [
        TEX`\href{https://example.org/u}{t} and \url{https://example.org/a_b~c--d}`,
        't and https://example.org/a_b~c--d',
      ],
      [TEX`data~\footnote{on request}.`, 'data (on request).'],
      [TEX`the Hub \citep{some_key}, which`, 'the Hub, which'],
      [TEX`\ours{} beats \method and \custom{that}`, 'ours beats method and custom that'],
      [TEX`\textcolor{red}{warm} {\bf bold} {\em word}`, 'warm bold word'],
      [TEX`cut off \textbf{in the middle`, 'cut off in the middle'],
    ]);
  });

  test('punctuation', () => {
    expectReadable([
      [TEX`1--2, a---b, -->`, '1–2, a—b, -->'],
      ['Figure~1, e.g.~this', 'Figure 1, e.g. this'],
      ['about ~5 and (~10%), 1M~4M, see ~/file', 'about ~5 and (~10%), 1M~4M, see ~/file'],
      [TEX`5\% of R\&D \#1 a\_b \{x, y\}`, '5% of R&D #1 a_b {x, y}'],
      ["``quoted'' and don't", "“quoted” and don't"],
      [TEX`don\'t, it\'s, \"said\" he vs.\ 3`, 'don\'t, it\'s, "said" he vs. 3'],
    ]);
  });

  test('removes braces that only bind, and keeps those of sets', () => {
    expectReadable([
      ['{BERT} and {B}ERT, {{Nested}}, 6{,}181', 'BERT and BERT, Nested, 6,181'],
      ['sizes {8B, 14B} and {+1,-1}', 'sizes {8B, 14B} and {+1,-1}'],
      ['open { and } close', 'open { and } close'],
      ['}{', '}{'],
    ]);
  });
});

describe('readable: mathematics', () => {
  test('formulas', () => {
    expectReadable([
      [TEX`$\ell_\infty$`, 'ℓ∞'],
      [TEX`6.01$\times$ faster`, '6.01× faster'],
      [TEX`$\mathcal{O}(n^2)$ or $O(n\log n)$`, 'O(n²) or O(n log n)'],
      [TEX`$\tilde{\mathcal{O}}(T^{2/3})$`, 'Õ(T^(2/3))'],
      [TEX`$x \to y$, $a\leq b$, $\leq$4\%, $x^{-1}$`, 'x → y, a ≤ b, ≤4%, x⁻¹'],
      [TEX`$x_{i+1}$, $p_\theta$, $L_{\text{total}}$, $\hat{y}_t$`, 'xᵢ₊₁, p_θ, L_total, ŷₜ'],
      [TEX`$3{\times}10^{18}$`, '3×10¹⁸'],
      [TEX`$\frac{1}{2}x^\top Ax$, $\frac{a+b}{c}$, $\sqrt{n}$`, '1/2 xᵀAx, (a+b)/c, √n'],
      [TEX`$\mathbb{R}^n$, $x \not\in S$, $\alpha$-stable`, 'ℝⁿ, x ∉ S, α-stable'],
      [TEX`\(\sim\)4 and \[x^2\] and Pass@$$k$$`, '∼4 and x² and Pass@k'],
      [TEX`$\left.f\right|_0$ with $256 \times 256$`, 'f|₀ with 256 × 256'],
      ['EMPO$^2$', 'EMPO²'],
    ]);
  });

  test('keeps dollars that are money or shell variables', () => {
    const kept = [
      'costs $5',
      'from $5 to $6',
      'US$5-$6 a month',
      'about $20M in volume, more than $3M lost',
      '<$3 to write a report, <$1 to read it',
      'set $HOME and run $SHELL',
      '$',
      '$$ and $$$',
    ];
    for (const text of kept) expect(readableText(text)).toBe(text);
    expect(readableText('at $20 a page, $k$ pages')).toBe('at $20 a page, k pages');
  });
});

describe('readable: TeX residue of web pages', () => {
  test('is repaired where it is unambiguous', () => {
    expectReadable([
      ['ell_infty and ell_2', 'ℓ∞ and ℓ₂'],
      ['Scaling scriptsizeFLaws', 'Scaling FLaws'],
      ['{p}_{theta}(Y|X)', 'p_θ(Y|X)'],
      ['10times, 2.16timessim2.50times, (8times longer)', '10×, 2.16×∼2.50×, (8× longer)'],
      ['{sim}50times, {approx}5{times}, approx5%', '∼50×, ≈5×, ≈5%'],
      ['O(varepsilon^{-2}) and epsilon^{-2}', 'O(ε⁻²) and ε⁻²'],
      ['DR^{3}-Eval, AT^2PO, 10^{-20}, x_t, F_1, π_{0.5}', 'DR³-Eval, AT²PO, 10⁻²⁰, xₜ, F₁, π_0.5'],
      ['on 8timesH100 at 2.4sim 8.1times, approx 83%', 'on 8×H100 at 2.4∼ 8.1×, ≈ 83%'],
      ['weights in {pm 1, pm i}', 'weights in {±1, ±i}'],
      ['can be {it misaligned} with', 'can be misaligned with'],
      ['at https://example.org/y{https://example.org/y}.', 'at https://example.org/y.'],
      ['we propose **Learning from Peers** (LeaP)', 'we propose Learning from Peers (LeaP)'],
    ]);
  });

  test('leaves ordinary words, identifiers and addresses unchanged', () => {
    const kept = [
      'sometimes three times, times change',
      'theta rhythm, alpha and omega, alpha_decay',
      'sim2real and real2sim2real in sim 2 of the approximate text, at 5 pm 1 day, approx. 5',
      'snake_case, min_p, pass^k, 2**16 and 2**N',
      'https://example.org/a_b/x_t/~user?q=a--b',
      'leqvar infinity ellipse',
      'C#, F#, R&D, 50% & more',
    ];
    for (const text of kept) expect(readableText(text)).toBe(text);
  });
});

describe('readable: characters', () => {
  test('entities', () => {
    expectReadable([
      ['R&amp;D &lt;b&gt; &#8217; &eacute;', 'R&D <b> ’ é'],
      ['&amp;amp;lt;', '<'],
      ['AT&T &copy me', 'AT&T &copy me'],
    ]);
  });

  test('one line in NFC without invisible characters', () => {
    expectReadable([
      ['  hard\nnew\r\nlines\n\nand\tparagraphs\u00a0 ', 'hard new lines and paragraphs'],
      ['a\u0000b\u0007c\u200bd\u00ade\ufefff', 'abcdef'],
      ['\u202eevil\u202c \u2066x\u2069 \u200f', 'evil x'],
      ['e\u0301\ud800', 'é'],
      ['&#x202E;&#0;x', '\ufffdx'],
      [`Z${'\u0301'.repeat(50)}`, `Ź${'\u0301'.repeat(5)}`],
    ]);
  });

  test('other scripts are kept', () => {
    const kept = [
      'التعلم العميق',
      'می\u200cخواهم',
      '深度学习：综述。',
      'Обучение',
      'ক্\u200dষ',
      'x̂ and ǧ',
      '🙂',
    ];
    for (const text of kept) expect(readableText(text)).toBe(text);
  });
});

// Pieces that start, end or nest markup, so that random texts are mostly hostile.
const PIECES =
  TEX`{|}|$|$$|\|^|_|~|-|--|''|&|amp;|lt;|&lt;|&#36;|&#92;|\alpha|\textbf{|\frac|\sqrt|\not|\hat|\"|\'|\v|\ss|\log|\leq |\\|\$|\{|\}|\(|\)|\left.|ell_infty|infty|theta|{theta}|times|sim|approx|5|3.2|.| |a|x|word|http://|\unicode{x5c}|\unicode{x|\SI{|\per|\num{1e|\ang{;|\sqrt[|]|\b{|\t{|\verb!|!|\binom|\ce{H2|\ket{|^circ|rightarrow|http://a.b/c{x y}|**|{it |{p}|mathcal|varepsilon|\footnote{|\cite{|\href{|}{|(|)|%|#`.split(
    '|',
  );
const UNSEEN_PIECES = [
  '\n',
  '\u0301',
  '\u200b',
  '\u202e',
  '\u0000',
  '😀',
  '中',
  'ا',
  '\ud800',
  '\u00a0',
  '\u200d',
  '\ufe0f',
  '\u20e3',
  '💻',
  "`x'",
  '|',
  '`',
];
const hostile = fc
  .array(fc.constantFrom(...PIECES, ...UNSEEN_PIECES), { maxLength: 60 })
  .map((all) => all.join(''));
const anything = fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

describe('readable: invariants', () => {
  test('is idempotent', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const once = readableText(text);
        expect(readableText(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  test('returns one trimmed NFC line without controls and lone surrogates, at most four times as long', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const line = readableText(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u200b\u202a-\u202e\u2028\u2029]|^ | $| {2}/u);
        expect(line).toBe(line.normalize('NFC'));
        expect(line.length).toBeLessThanOrEqual(4 * text.length);
      }),
      { numRuns: 2_000 },
    );
  });

  test('loses no word to stray braces and dollars', () => {
    const pieces = fc.constantFrom('{', '}', '$', '$$', ' ', 'bread', 'salt', 'Wine', '7', '(', ')', ',');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (all) => {
        const words = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
        expect(words(readableText(all.join('')))).toBe(words(all.join('')));
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    '{',
    '}',
    '$',
    '\\',
    '{}',
    '$a',
    '\\(',
    '{\\(',
    '\\a{',
    "\\'",
    '^{',
    '_',
    '&amp;',
    'http://a{',
    '**a',
    '\\hat',
  ])('a hundred thousand characters of %j neither overflow the stack nor grow', (unit) => {
    const text = unit.repeat(100_000 / unit.length);
    expect(readableText(text).length).toBeLessThanOrEqual(text.length);
  });
});

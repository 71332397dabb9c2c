import { describe, expect, it } from 'vitest';
import { readableText } from '../../../src/papers/text/readable-text.ts';

const TEX = String.raw;

/**
 * Accents and the letters that arXiv's own conversion of metadata (`tex2utf`) knows them with, and TeX's
 * further ones below and between letters.
 */
const ACCENTED: readonly (readonly [command: string, mark: string, letters: string])[] = [
  ["'", '\u0301', 'ACEILNORSUYZaceilnorsuyz'],
  ['"', '\u0308', 'AEIOUYaeiouy'],
  ['.', '\u0307', 'ACEGIOZacegoz'],
  ['=', '\u0304', 'AEIOUYaeiouy'],
  ['^', '\u0302', 'ACEGHIJOSUWYaceghijosuwy'],
  ['`', '\u0300', 'AEIOUaeiou'],
  ['~', '\u0303', 'AINOUainou'],
  ['H', '\u030B', 'OUou'],
  ['c', '\u0327', 'CEGKLNRSTcegklnrst'],
  ['k', '\u0328', 'AEIOUaeiou'],
  ['r', '\u030A', 'AUau'],
  ['u', '\u0306', 'AEGIOUaegiou'],
  ['v', '\u030C', 'ACDEGHIKLNORSTUZacdeghiklnorstuz'],
  ['d', '\u0323', 'AEIOUYadehiklmnorstuvwyz'],
  ['b', '\u0331', 'BDKLNRTZbdhklnrtz'],
];
const LETTERS = {
  AA: 'Å',
  AE: 'Æ',
  DH: 'Ð',
  DJ: 'Đ',
  ETH: 'Ð',
  L: 'Ł',
  NG: 'Ŋ',
  O: 'Ø',
  oe: 'œ',
  OE: 'Œ',
  TH: 'Þ',
  aa: 'å',
  ae: 'æ',
  dh: 'ð',
  dj: 'đ',
  eth: 'ð',
  l: 'ł',
  ng: 'ŋ',
  o: 'ø',
  ss: 'ß',
  th: 'þ',
};

describe("arXiv's accents", () => {
  it.each(ACCENTED)('\\%s composes with every letter, in every spelling', (command, mark, letters) => {
    const isWord = /[A-Za-z]/.test(command);
    for (const letter of letters) {
      const composed = (letter + mark).normalize('NFC');
      expect([...composed], letter).toHaveLength(1);
      const spellings = [`\\${command}{${letter}}`, `{\\${command}{${letter}}}`, `\\${command}{{${letter}}}`];
      spellings.push(isWord ? `{\\${command} ${letter}}` : `\\${command}${letter}`);
      spellings.push(isWord ? `\\${command}{${letter}}` : `{\\${command}${letter}}`);
      for (const source of spellings) expect(readableText(`x${source}z`), source).toBe(`x${composed}z`);
    }
  });

  it.each(Object.entries(LETTERS))('\\%s is %s', (command, letter) => {
    for (const source of [`{\\${command}}x`, `\\${command}{}x`, `\\${command} x`])
      expect(readableText(source), source).toBe(`${letter}x`);
  });

  it.each([
    [
      TEX`Mart\'{\i}nez, Mart{\'\i}nez, Mart\'\i nez, na\"{\i}ve, \^{\j}`,
      'Martínez, Martínez, Martínez, naïve, ĵ',
    ],
    [TEX`\.Istanbul, \.{\i}`, 'İstanbul, i'],
    [TEX`\t{oo}`, 'o\u0361o'],
    [TEX`Nguy\~{\^e}n, S{\o}ren, Pawe{\l}`, 'Nguyễn, Søren, Paweł'],
  ])('%s is %s', (source, expected) => {
    expect(readableText(source)).toBe(expected);
  });

  it('keeps the letter that an author set in bold with \\b', () => {
    expect(readableText(TEX`\b{R}einforcement \b{L}earning and \b{all}`)).toBe(
      'Reinforcement Learning and all',
    );
  });
});

describe('commands of arXiv and of packages', () => {
  it.each([
    [TEX`360{\deg} views`, '360° views'],
    [TEX`$45\deg$ and $45^\circ$, but $\deg(f)$`, '45° and 45°, but deg(f)'],
    [TEX`accuracy$\unicode{x2014}$compared`, 'accuracy—compared'],
    [TEX`2018$\unicode{x2013}$2024, \unicode{8212}`, '2018–2024, —'],
    [TEX`\unicode{xD800}, \unicode{x110000} and \unicode{}`, ', unicode x110000 and unicode'],
    [TEX`$\sqrt[3]{n}$, $\sqrt[4]{n}$, $\sqrt[n]{x+1}$`, '∛n, ∜n, ⁿ√(x+1)'],
    [TEX`$\sqrt[\alpha]{n}$`, 'n^(1/(α))'],
    [TEX`$\binom{n}{k}$, $\tfrac12$, $\cfrac{a}{b}$, $a \pmod{n}$`, '(n choose k), 1/2, a/b, a (mod n)'],
    [TEX`$\lambda\operatorname{rank}(A)$, $\operatorname*{argmax} x$`, 'λ rank(A), argmax x'],
    [TEX`$k$\nobreakdash-NN and 5\nobreakdash--7`, 'k-NN and 5–7'],
    [TEX`https://example.org/a\allowbreak-b/\allowbreak c`, 'https://example.org/a-b/c'],
    [TEX`\enquote{words}, $\ket{\psi}$, \ce{H2O}, \ac{LLM}`, '“words”, |ψ⟩, H₂O, LLM'],
    [TEX`run \verb|make all| now`, 'run make all now'],
    [TEX`$\xrightarrow{f}$ and $A \asymp B$`, '→ and A ≍ B'],
  ])('%s reads %s', (source, expected) => {
    expect(readableText(source)).toBe(expected);
  });
});

describe('quantities of siunitx', () => {
  it.each([
    [TEX`by \num{6.47} points`, 'by 6.47 points'],
    [TEX`\SI{96.7}{\percent} of`, '96.7 % of'],
    [TEX`\num{1.5e-3}, \num{1e5}, \num{e4}, \num{10 +- 2}, \num{3 x 4}`, '1.5×10⁻³, 1×10⁵, 10⁴, 10 ± 2, 3×4'],
    [TEX`\ang{30}, \ang{1;2;3}, \SI{30}{\degree}`, '30°, 1°2′3″, 30°'],
    [TEX`\SI{5}{\kilo\metre\per\second\squared}`, '5 km/s²'],
    [TEX`\qty{3}{\watt\per\square\metre\per\kelvin}`, '3 W/(m²·K)'],
    [TEX`\qty[mode=text]{9.8}{m.s^{-2}}, \qty{2}{\per\cm}`, '9.8 m·s⁻², 2 1/cm'],
    [TEX`\SIrange{1}{5}{\um}, \numrange{1}{5}, \numlist{1;2;3}`, '1–5 µm, 1–5, 1, 2, 3'],
    [TEX`\unit{\micro\meter}, \si{\kilo\hertz}, \SI{80}{\giga\byte}`, 'µm, kHz, 80 GB'],
    [TEX`\SI{5} alone, \num without`, 'SI 5 alone, num without'],
  ])('%s reads %s', (source, expected) => {
    expect(readableText(source)).toBe(expected);
  });
});

describe('single quotes of TeX', () => {
  it.each([
    ["a `spiky' response", 'a ‘spiky’ response'],
    ["the models' `x', `don't go' and (`In-the-wild')", "the models' ‘x’, ‘don't go’ and (‘In-the-wild’)"],
  ])('%s become curly', (source, expected) => {
    expect(readableText(source)).toBe(expected);
  });

  it.each([
    "run `print('a')` and 'b'",
    "use `x` and 'y'",
    'on `SWE-Bench Verified`. It is',
    "Student`s-t, and the students' work",
    "an open ` and the students' work",
  ])('%s stays', (text) => {
    expect(readableText(text)).toBe(text);
  });
});

describe('emoji', () => {
  it.each(['👩‍💻 code', '👩🏻‍💻 👨‍👩‍👧‍👦 🧑‍⚖️ ❤️‍🔥', '1️⃣ #️⃣ ✂️ ➡️ ⭐️'])('%s stays whole', (text) => {
    expect(readableText(text)).toBe(text);
  });

  it('loses joiners and selectors that join or select nothing', () => {
    expect(readableText('a\u200db 👩\u200d x, 👩\u200d\u200d💻 a\ufe0fb 1\ufe0f')).toBe('ab 👩 x, 👩💻 ab 1');
  });
});

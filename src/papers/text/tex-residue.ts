import { subscript, superscript } from './tex-scripts.ts';
import { GREEK } from './tex-symbols.ts';

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['times', '×'],
  ['sim', '∼'],
  ['approx', '≈'],
  ['leq', '≤'],
  ['geq', '≥'],
  ['pm', '±'],
  ['rightarrow', '→'],
  ['to', '→'],
  ['cdot', '·'],
  ['propto', '∝'],
]);

function sign(name: string): string {
  return SIGNS.get(name) ?? name;
}

// Not within a word, a command or an address.
const ALONE = '(?<![\\p{L}\\p{N}_\\\\/.=%@&?#-])';
const QUANTITY = '\\d{1,12}(?:[.,]\\d{1,6})?';

function pattern(source: string): RegExp {
  return new RegExp(source, 'gu');
}

type Repair = readonly [RegExp, (whole: string, first: string, second: string) => string];

const REPAIRS: readonly Repair[] = [
  // \href without its name, and the address without its braces: `https://example.org/y{this page}`.
  [/https?:\/\/[^\s{}]{1,300}\{([^{}]{1,300})\}/gu, (_, shown) => shown],
  [pattern(`\\{(${[...SIGNS.keys()].join('|')})\\}`), (_, name) => sign(name)],
  // `10times`, `8timesA800` and `2.16timessim2.5times`, but neither "sometimes" nor "real2sim2real".
  [/(?<=\d)times(?=sim\d|\p{Lu}|[^\p{L}]|$)/gu, sign],
  [/(?<=\d)sim(?= \d)/gu, sign],
  // `{pm 1, pm i}`, not "at 5 pm 1 hour".
  [/\{pm [^{}]{1,40}\}/gu, (whole) => whole.replace(/(?<!\p{L})pm (?=[\p{N}a-z](?!\p{L}))/gu, '±')],
  [/(?<![\p{L}\\])approx (?=\d)/gu, () => '≈ '],
  [
    pattern(
      `(?<=${ALONE}(?:${QUANTITY}[×%]?)?)sim(?=${QUANTITY}(?:times|[^\\p{L}\\p{N}.,]|[.,]\\D|[KMB%]|$))`,
    ),
    sign,
  ],
  [/(?<![\p{L}\\])approx(?=\d)/gu, sign],
  [/(?<=\p{Script=Greek})approx(?= ?\d)/gu, () => ' ≈'],
  [/(?<![\p{L}\\])(?:leq|geq|propto)(?!\p{L})/gu, sign],
  [/(?<![\p{L}\\])infty(?!\p{L})/gu, () => '∞'],
  [/(?<!\\)var(?:epsilon|phi|theta)(?!\p{Ll})/gu, (name) => GREEK.get(name) ?? name],
  [pattern(`${ALONE}ell(?=[_^][{\\p{N}∞])`), () => 'ℓ'],
  // `epsilon^{-2}`, `phi_r`; an identifier like `alpha_decay` stays.
  [
    pattern(`${ALONE}(?:${[...GREEK.keys()].join('|')})(?=[_^](?:\\{|[\\p{L}\\p{N}](?![\\p{L}\\p{N}_])))`),
    (name) => GREEK.get(name) ?? name,
  ],
  [/(?<![\p{L}\\])(?:scriptsize|footnotesize|displaystyle)(?=\p{Lu})/gu, () => ''],
  [/\{(?:it|em|bf|sl) ([^{}]{1,200})\}/gu, (_, shown) => shown],
  // Commands that lost only their backslash get it back and are rendered with the rest.
  [
    new RegExp(
      String.raw`(?<![\p{L}\\])(?:text(?:bf|it|tt|sc|rm|sf)|emph|math(?:bf|rm|cal|bb|it|sf)|` +
        String.raw`boldsymbol|operatorname)(?=\{)`,
      'gu',
    ),
    (name) => `\\${name}`,
  ],
  [/(?<![\p{L}\\])math(?:bf|rm|cal|bb)(?=\p{Lu}(?!\p{Ll}))/gu, (name) => `\\${name} `],
  // `R^2`, `AT^2PO`, `2^12`, `x_t`, `F_1` outside formulas; `snake_case` and `pass^k` stay.
  [/(?<=[\p{L}\p{N})\]])\^(\d{1,3})(?!\d|\.\d)/gu, (_, raised) => superscript(raised)],
  [
    pattern(`${ALONE}(\\p{L})_([a-z∞]|\\d{1,2})(?![\\p{L}\\p{N}_{]|\\.\\d)`),
    (_, base, low) => base + subscript(low),
  ],
  // Markdown's bold, but not the power in `2**16`.
  [/(?<![\p{L}\p{N}*])\*\*(?=[^\s*])([^*]{1,120})(?<=\S)\*\*(?![\p{L}\p{N}*])/gu, (_, shown) => shown],
];

/**
 * Repairs one line of the TeX residue that pages leave when they strip dollars and backslashes, as Hugging
 * Face's do. Touches only what is never English: `10times`, but not "times"; `epsilon^{-2}`, but not "theta
 * rhythm". Every repetition is bounded, so the time is linear.
 */
export function repairResidue(line: string): string {
  return REPAIRS.reduce((text, [residue, repair]) => text.replace(residue, repair), line);
}

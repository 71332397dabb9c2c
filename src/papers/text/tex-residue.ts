import { unlabelAddresses } from './labeled-address.ts';
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
  ['leftarrow', '←'],
  ['leftrightarrow', '↔'],
  ['longrightarrow', '→'],
  ['Rightarrow', '⇒'],
  ['uparrow', '↑'],
  ['downarrow', '↓'],
  ['cdots', '⋯'],
  ['ldots', '…'],
  ['lceil', '⌈'],
  ['rceil', '⌉'],
  ['lfloor', '⌊'],
  ['rfloor', '⌋'],
  ['langle', '⟨'],
  ['rangle', '⟩'],
]);

/** Signs after a caret. In braces alone, as in `{top}`, they may be words. */
const RAISED: ReadonlyMap<string, string> = new Map([
  ['star', '*'],
  ['ast', '*'],
  ['dagger', '†'],
  ['top', 'ᵀ'],
  ['prime', '′'],
  ['circ', '°'],
]);
const RAISED_NAMES = [...RAISED.keys()].join('|');

function sign(name: string): string {
  return SIGNS.get(name) ?? name;
}

// Not within a word, a command or an address.
const ALONE = '(?<![\\p{L}\\p{N}_\\\\/.=%@&?#-])';
const NUMBER = '\\d{1,7}(?:[.,]\\d{1,6})?';
/** A number that belongs to nothing before it, with its power. */
const PLAIN_NUMBER = `(?<![\\p{L}\\p{N}_./=&?#-])${NUMBER}(?:\\^\\d{1,3}|[⁰¹²³⁴-⁹]{1,3})?`;
const VARIABLE = '(?:^|[\\s({])[b-np-zB-HJ-Z]';
const QUANTITY = '\\d{1,12}(?:[.,]\\d{1,6})?';

function pattern(source: string): RegExp {
  return new RegExp(source, 'gu');
}

/** A text that every match contains, so that the search can be saved; the search; and what it becomes. */
type Repair = readonly [part: string, RegExp, (whole: string, first: string, second: string) => string];

const REPAIRS: readonly Repair[] = [
  // `360^circ`, `A^star`, `x^{prime}`, `x^*`: no word of English follows a caret.
  [
    '^',
    pattern(
      `(?<=[\\p{L}\\p{N})\\]|])\\^(?:\\{(${RAISED_NAMES})\\}|((?:${RAISED_NAMES})(?!\\p{L})|circ(?=times)))`,
    ),
    (_, braced, bare) => RAISED.get(braced ?? bare) ?? '',
  ],
  ['^', /(?<=[\p{L}\p{N})\]|])\^\*(?![*\p{L}\p{N}])/gu, () => '*'],
  ['^', /(?<=\p{L})\^([+-])(?=[\s)\],;]|\.?$|\. )/gu, (_, raised) => superscript(raised)],
  ['circ', /(?<=\d)(?:\{circ\}|circ(?!\p{L}))/gu, () => '°'],
  ['{', pattern(`\\{(${[...SIGNS.keys()].join('|')})\\}`), (_, name) => sign(name)],
  // Names of signs that are no word: `62.1% rightarrow 67.0%`, `O(N cdot T)`, `lceil log n rceil`.
  [
    'arrow',
    /(?<![\p{L}_\\/.=&?#-])(?:left|right|leftright|longright|Right|up|down)arrow(?!\p{L}| (?:key|button))/gu,
    sign,
  ],
  ['', /(?<![\p{L}_\\/.=&?#-])(?:cdots?|ldots)(?!\p{L})/gu, sign],
  ['', /(?<![\p{L}_\\/.=&?#-])(lceil|lfloor|langle)(?!\p{L}) ?/gu, (_, name) => sign(name)],
  [' r', / (rceil|rfloor|rangle)(?!\p{L})/gu, (_, name) => sign(name)],
  // `512 times 512 images`, but not "2 times 3 hours": both numbers are plain, and no unit of time follows.
  [
    ' times ',
    pattern(
      `(?<=${PLAIN_NUMBER}) times (?=${NUMBER}(?:\\^\\d|[⁰¹²³⁴-⁹]|[^\\p{L}\\p{N}-]|$))` +
        '(?!\\S+ (?:of|hours?|days?|weeks?|months?|years?|minutes?|seconds?|runs?|times)\\b(?! \\d))',
    ),
    () => ' × ',
  ],
  // `n times n matrices`, `R^{mtimes n}`; not "repeated r times a day".
  [
    'times',
    pattern(`(?<=${VARIABLE})( ?)times( ?)(?=(?:[b-zB-HJ-Z]|\\d{1,4})(?![\\p{L}\\p{N}'’-]))`),
    (_, before, after) => (before === '' ? '×' : `${before}×${after}`),
  ],
  ['times', pattern(`${ALONE}times(?=${QUANTITY}(?![\\p{L}\\p{N}]))`), sign],
  // `10times`, `8timesA800` and `2.16timessim2.5times`, but neither "sometimes" nor "real2sim2real".
  ['times', /(?<=[\d°])times(?=sim\d|\p{Lu}|[^\p{L}]|$)/gu, sign],
  ['sim', /(?<=\d)sim(?= \d)/gu, sign],
  // `of sim!30 FPS`, `(sim 1%`, `only sim 1050`, `(sim110k)`; `sim2real` and "in sim 90%" stay.
  ['sim', /(?<!\p{L})sim!(?=\d)/gu, () => '∼'],
  ['sim', /(?<=[([])sim (?=\d)|(?<=\bonly )sim (?=\d{2})/gu, () => '∼'],
  ['sim', /(?<=[([])sim(?=\d{2,12}k(?!\p{L}))/gu, sign],
  ['pm', /(?<=[([])pm(?=\d)/gu, sign],
  ['to', /(?<=\d\.\d{1,6})to(?=\d{1,6}\.\d)/gu, sign],
  // `0 le k le 5`, `(x) le (y)`.
  ['e ', /(?<=[\d)] )[lg]e(?= [\d(])/gu, (name) => (name === 'le' ? '≤' : '≥')],
  // `{pm 1, pm i}`, not "at 5 pm 1 hour".
  ['{', /\{pm [^{}]{1,40}\}/gu, (whole) => whole.replace(/(?<!\p{L})pm (?=[\p{N}a-z](?!\p{L}))/gu, '±')],
  ['approx', /(?<![\p{L}\\])approx (?=\d)/gu, () => '≈ '],
  [
    'sim',
    pattern(
      `(?<=${ALONE}(?:${QUANTITY}[×%]?)?)sim(?=${QUANTITY}(?:times|[^\\p{L}\\p{N}.,]|[.,]\\D|[KMB%]|$))`,
    ),
    sign,
  ],
  ['approx', /(?<![\p{L}\\])approx(?=\d)/gu, sign],
  ['approx', /(?<=\p{Script=Greek})approx(?= ?\d)/gu, () => ' ≈'],
  ['', /(?<![\p{L}\\])(?:leq|geq|propto)(?!\p{L})/gu, sign],
  ['infty', /(?<![\p{L}\\])infty(?!\p{L})/gu, () => '∞'],
  ['var', /(?<!\\)var(?:epsilon|phi|theta)(?!\p{Ll})/gu, (name) => GREEK.get(name) ?? name],
  ['ell', pattern(`${ALONE}ell(?=[_^][{\\p{N}∞])`), () => 'ℓ'],
  // `epsilon^{-2}`, `phi_r`; an identifier like `alpha_decay` stays.
  [
    '',
    pattern(`${ALONE}(?:${[...GREEK.keys()].join('|')})(?=[_^](?:\\{|[\\p{L}\\p{N}](?![\\p{L}\\p{N}_])))`),
    (name) => GREEK.get(name) ?? name,
  ],
  ['(', /(?<![\p{L}_\\.])(?:Omega|Theta)(?=\()/gu, (name) => GREEK.get(name) ?? name],
  // `d^{1+gamma}`.
  [
    '{',
    pattern(
      `(?<=[\\^_]\\{(?:[^{}\\s\\\\]{0,12}[^\\p{L}{}\\s\\\\])?)(?:${[...GREEK.keys()].join('|')})(?=[^\\p{L}{])`,
    ),
    (name) => GREEK.get(name) ?? name,
  ],
  // A color that lost its command: `including teal{Tool-use}`.
  [
    '{',
    /(?<![\p{L}\p{N}\\_.#])(?:red|blue|teal|orange|green|purple|cyan|magenta|violet|mypink)\{([^{};]{1,300})\}/gu,
    (_, shown) => shown,
  ],
  ['{', /(?<![\p{L}\\])unicode(?=\{x[\dA-Fa-f]{2,5}\})/gu, (name) => `\\${name}`],
  ['', /(?<![\p{L}\\])(?:scriptsize|footnotesize|displaystyle)(?=\p{Lu})/gu, () => ''],
  ['{', /\{(?:it|em|bf|sl) ([^{}]{1,200})\}/gu, (_, shown) => shown],
  // Commands that lost only their backslash get it back and are rendered with the rest.
  [
    '{',
    new RegExp(
      String.raw`(?<![\p{L}\\])(?:text(?:bf|it|tt|sc|rm|sf)?|emph|math(?:bf|rm|cal|bb|it|sf)|` +
        String.raw`boldsymbol|operatorname)(?=\{)`,
      'gu',
    ),
    (name) => `\\${name}`,
  ],
  ['math', /(?<![\p{L}\\])math(?:bf|rm|cal|bb)(?=\p{Lu}(?!\p{Ll}))/gu, (name) => `\\${name} `],
  // `R^2`, `AT^2PO`, `2^12`, `x_t`, `F_1` outside formulas; `snake_case` and `pass^k` stay.
  ['^', /(?<=[\p{L}\p{N})\]])\^(\d{1,3})(?!\d|\.\d)/gu, (_, raised) => superscript(raised)],
  [
    '_',
    pattern(`${ALONE}(\\p{L})_([a-z∞]|\\d{1,2})(?![\\p{L}\\p{N}_{]|\\.\\d)`),
    (_, base, low) => base + subscript(low),
  ],
  // Markdown's bold, but not the power in `2**16`.
  ['**', /(?<![\p{L}\p{N}*])\*\*(?=[^\s*])([^*]{1,120})(?<=\S)\*\*(?![\p{L}\p{N}*])/gu, (_, shown) => shown],
];

/**
 * Repairs one line of the TeX residue that pages leave when they strip dollars and backslashes, as Hugging
 * Face's do. Touches only what is never English: `10times`, but not "times"; `epsilon^{-2}`, but not "theta
 * rhythm". Every repetition is bounded, so the time is linear.
 */
export function repairResidue(line: string): string {
  const text = unlabelAddresses(line);
  return REPAIRS.reduce(
    (repaired, [part, residue, repair]) =>
      repaired.includes(part) ? repaired.replace(residue, repair) : repaired,
    text,
  );
}

/** A number of a text, comparable with numbers that are written in another way. */
export interface Quantity {
  /** Canonical decimal with its magnitude applied: `70B`, `70 billion` and `70,000,000,000` are equal. */
  value: string;
  /** `%` for a percentage, `x` for a factor, else empty. */
  unit: '' | '%' | 'x';
}

const NUMBER_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    two: '2',
    three: '3',
    four: '4',
    five: '5',
    six: '6',
    seven: '7',
    eight: '8',
    nine: '9',
    ten: '10',
    eleven: '11',
    twelve: '12',
    thirteen: '13',
    fourteen: '14',
    fifteen: '15',
    sixteen: '16',
    seventeen: '17',
    eighteen: '18',
    nineteen: '19',
    twenty: '20',
    thirty: '30',
    forty: '40',
    fifty: '50',
    sixty: '60',
    seventy: '70',
    eighty: '80',
    ninety: '90',
    hundred: '100',
    dozen: '12',
    half: '1/2',
    halves: '1/2',
    halving: '1/2',
    twice: '2',
    double: '2',
    doubles: '2',
    doubling: '2',
    triple: '3',
    triples: '3',
    tripling: '3',
    quadruple: '4',
  }),
);

/** Powers of ten by suffix or word. */
const MAGNITUDES: Readonly<Record<string, number>> = {
  k: 3,
  thousand: 3,
  m: 6,
  million: 6,
  b: 9,
  billion: 9,
  t: 12,
  trillion: 12,
};

const DIGITS = String.raw`(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)`;
const MAGNITUDE = String.raw`(?:[kmbt](?![\p{L}])|[ -]?(?:thousand|million|billion|trillion)\b)`;
const UNIT = String.raw`(?:[ -]?(?:\\?%|percent|per cent|percentage)|[ -]?(?:×|times\b|fold\b|x(?![\p{L}])))`;
const NUMERAL = new RegExp(
  `(?<digits>${DIGITS})(?<magnitude>${MAGNITUDE})?(?<unit>${UNIT})?`.normalize(),
  'giu',
);
const WORD = new RegExp(
  `(?<![\\p{L}\\p{N}])(?<word>${[...NUMBER_WORDS.keys()].join('|')})` +
    `(?<magnitude>${MAGNITUDE})?(?<unit>${UNIT})?(?![\\p{L}\\p{N}])`,
  'giu',
);
/** Digits of other scripts, fractions and the like, which no rule here reads. */
const OTHER_DIGIT = /[^\P{N}0-9]/gu;

/** Every number of a text, in digits and in words. `one` is no number: it is mostly a pronoun. */
export function quantitiesIn(text: string): Quantity[] {
  const line = plainDigits(text);
  const found = [...line.matchAll(NUMERAL), ...line.matchAll(WORD)].map(({ groups = {} }) => {
    const word = groups.word?.toLowerCase();
    const base = word === undefined ? (groups.digits ?? '') : (NUMBER_WORDS.get(word) ?? '');
    return { value: canonical(base, groups.magnitude), unit: unitOf(groups.unit) };
  });
  const others = [...line.matchAll(OTHER_DIGIT)].map(([digit]): Quantity => ({ value: digit, unit: '' }));
  return [...found, ...others];
}

/**
 * Numbers that a text may be quoted with: its own, both readings of `100,200` and `10 000` but not of
 * `4,321` or `4,000,000`, which are no lists, and the percent
 * sign for every number of a series (`45.2 to 50.1%`).
 */
export function quotableQuantities(text: string): Quantity[] {
  const line = plainDigits(text);
  const joined = line.replace(/(?<![\d.,])(\d{1,3})((?: \d{3})+)(?![\d])/g, (number) =>
    number.replaceAll(' ', ''),
  );
  const split = line.replace(
    /(?<![\d.,])(\d+),(?=\d+(?![\d,]))(?!(?<=(?<!\d)\d{1,2},)\d{3}(?!\d))(?!000)/g,
    '$1, ',
  );
  const series = line.replace(SERIES, (numbers) => numbers.replace(/(\d)(?=[^\d.%]|\.(?!\d))/g, '$1%'));
  return [line, joined, split, series].flatMap(quantitiesIn);
}

/** Numbers joined by words or marks, of which the last one has a percent sign. */
const SERIES =
  /\d+(?:\.\d+)?(?:(?:,? (?:to|and|or|vs\.?|versus|from) |, |[-–—/]| → | ?\([^()]{0,20}\),? ?)\d+(?:\.\d+)?){1,6} ?(?:%|percent)/giu;

/** True if the number occurs among the quotable ones. A number without a unit may be quoted from any. */
export function isQuoted(quantity: Quantity, quotable: readonly Quantity[]): boolean {
  return quotable.some(
    ({ value, unit }) => value === quantity.value && (quantity.unit === '' || unit === quantity.unit),
  );
}

/** Superscripts become `^2`, full-width digits and the like plain ones, so that 10⁶ is not read as 106. */
function plainDigits(text: string): string {
  return text
    .replace(/[⁰¹²³⁴-⁹]+/gu, (digits) => `^${digits}`)
    .replace(/[½⅓⅔¼¾⅛]/gu, (fraction) => ` ${fraction}`)
    .normalize('NFKC')
    .replace(/[\u2009\u202F\u00A0]/gu, ' ')
    .replaceAll('⁄', '/');
}

function unitOf(found: string | undefined): Quantity['unit'] {
  if (found === undefined) return '';
  return /%|per/i.test(found) ? '%' : 'x';
}

function canonical(digits: string, magnitude: string | undefined): string {
  const power = MAGNITUDES[(magnitude ?? '').replace(/^[ -]/, '').toLowerCase()] ?? 0;
  const [whole = '', fraction = ''] = digits.replaceAll(',', '').split('.');
  if (whole.includes('/')) return whole;
  const padded = fraction.padEnd(power, '0');
  const integer = `${whole}${padded.slice(0, power)}`.replace(/^0+(?=\d)/, '') || '0';
  const rest = padded.slice(power).replace(/0+$/, '');
  return rest === '' ? integer : `${integer}.${rest}`;
}

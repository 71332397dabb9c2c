import { superscript } from './tex-scripts.ts';
import { afterOption, afterSpaces, groupEnd, type TexSpan } from './tex-source.ts';
import { UNIT_PREFIXES, UNITS } from './tex-unit-names.ts';

/** Numbers and units of the siunitx package, written plainly: `96.7 %`, `5 km/s`, `1.5×10⁻³`. */

/** Signs of a unit that follow their number without a space. */
const ATTACHED = /^[°′″]$/;

/** A number as `\num` takes it: `1e-5`, `3x4`, `6.47(3)`, `10 +- 2`. Anything else is returned as it is. */
function plainNumber(source: string): string {
  return source
    .trim()
    .replace(/(\d) ?[x×] ?(?=[\d.])/g, '$1×')
    .replace(/ ?(?:\+-|\\pm\b|±) ?/g, ' ± ')
    .replace(
      /(\d?)[eE]([+-]?\d{1,9})(?![\p{L}\d])/gu,
      (_, before: string, power: string) =>
        `${before}${before === '' ? '' : '×'}10${superscript(power.replace(/^\+/, ''))}`,
    );
}

/** Numbers between semicolons, as `\numlist` and `\SIlist` take them. */
function plainNumbers(source: string): string {
  return source.split(';').map(plainNumber).join(', ');
}

/** An angle as `\ang` takes it: degrees, or degrees, minutes and seconds between semicolons. */
function plainAngle(source: string): string {
  return source
    .split(';')
    .slice(0, 3)
    .map((part, place) => (part.trim() === '' ? '' : plainNumber(part) + ['°', '′', '″'][place]))
    .join('');
}

/** A number with its unit. Degrees, minutes and seconds of arc take no space. */
function plainQuantity(number: string, unit: string): string {
  return unit === '' || number === '' || ATTACHED.test(unit) ? number + unit : `${number} ${unit}`;
}

// Bounded, because a hostile unit must cost no more than its length.
const UNIT_TOKEN = /\\([A-Za-z]{1,30})\*?(?:\{([^{}\\]{0,20})\})?|[.~\s]+|([^\\.~\s]{1,40})/gu;

/** One unit of a product. */
interface Factor {
  symbol: string;
  power: string;
  /** True after `\per`: below the line. */
  isBelow: boolean;
}

const NO_FACTOR: Factor = { symbol: '', power: '', isBelow: false };

type Change = (option: string) => Partial<Factor>;

/** Commands that change the unit after them. */
const BEFORE: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['per', () => ({ isBelow: true })],
  ['square', () => ({ power: '²' })],
  ['cubic', () => ({ power: '³' })],
  ['raiseto', (option: string) => ({ power: superscript(option) })],
]);

/** Commands that change the unit before them. */
const AFTER: ReadonlyMap<string, (option: string) => string> = new Map([
  ['squared', () => '²'],
  ['cubed', () => '³'],
  ['tothe', superscript],
  ['of', (option: string) => ` ${option}`],
]);

/** A unit as siunitx takes it, by names (`\kilo\metre\per\second`) or literally (`m.s^{-1}`). */
function plainUnit(source: string): string {
  const factors: Factor[] = [];
  let factor = NO_FACTOR;
  for (const [, name = '', option = '', literal = ''] of source.matchAll(UNIT_TOKEN)) {
    const last = factors.at(-1);
    const changes = BEFORE.get(name)?.(option);
    const mark = AFTER.get(name);
    const prefix = UNIT_PREFIXES.get(name);
    if (changes !== undefined) factor = { ...factor, ...changes };
    else if (mark !== undefined && last !== undefined) last.power += mark(option);
    else if (prefix !== undefined) factor = { ...factor, symbol: factor.symbol + prefix };
    else if (name + literal !== '') {
      factors.push({
        ...factor,
        symbol: factor.symbol + (UNITS.get(name) ?? (name || literalUnit(literal))),
      });
      factor = NO_FACTOR;
    }
  }
  const product = (below: boolean) => factors.filter(({ isBelow }) => isBelow === below).map(symbolOf);
  const [above, below] = [product(false), product(true)];
  const divisor = below.length > 1 ? `(${below.join('·')})` : (below[0] ?? '');
  return divisor === '' ? above.join('·') : `${above.join('·') || '1'}/${divisor}`;
}

function symbolOf({ symbol, power }: Factor): string {
  return symbol + power;
}

function literalUnit(literal: string): string {
  return literal.replace(/\^(?:\{([^{}]{1,8})\}|(-?\d))/gu, (_, group?: string, digit?: string) =>
    superscript(group ?? digit ?? ''),
  );
}

/** A command of siunitx: how many arguments it takes, and their plain form. */
interface Quantity {
  readonly arguments: number;
  readonly shape: (groups: readonly string[]) => string;
}

const QUANTITIES: ReadonlyMap<string, Quantity> = new Map<string, Quantity>([
  ['num', { arguments: 1, shape: ([number = '']) => plainNumber(number) }],
  ['numlist', { arguments: 1, shape: ([numbers = '']) => plainNumbers(numbers) }],
  ['numrange', { arguments: 2, shape: ([from = '', to = '']) => `${plainNumber(from)}–${plainNumber(to)}` }],
  ['ang', { arguments: 1, shape: ([angle = '']) => plainAngle(angle) }],
  ...named(['si', 'unit'], { arguments: 1, shape: ([unit = '']) => plainUnit(unit) }),
  ...named(['SI', 'qty'], { arguments: 2, shape: ofQuantity }),
  ...named(['SIlist', 'qtylist'], { arguments: 2, shape: ofList }),
  ...named(['SIrange', 'qtyrange'], { arguments: 3, shape: ofRange }),
]);

function named(names: readonly string[], quantity: Quantity): [string, Quantity][] {
  return names.map((name) => [name, quantity]);
}

function ofQuantity([number = '', unit = '']: readonly string[]): string {
  return plainQuantity(plainNumber(number), plainUnit(unit));
}

function ofRange([from = '', to = '', unit = '']: readonly string[]): string {
  return plainQuantity(`${plainNumber(from)}–${plainNumber(to)}`, plainUnit(unit));
}

function ofList([numbers = '', unit = '']: readonly string[]): string {
  return plainQuantity(plainNumbers(numbers), plainUnit(unit));
}

/**
 * Reads the arguments of a siunitx command from that index and returns its plain form and the index after it.
 * Null for any other command, or if an argument is missing.
 */
export function readQuantity(
  span: TexSpan,
  name: string,
  from: number,
): { content: string; next: number } | null {
  const quantity = QUANTITIES.get(name);
  if (quantity === undefined) return null;
  const groups: string[] = [];
  let at = from;
  while (groups.length < quantity.arguments) {
    const start = afterOption(span, afterSpaces(span, at));
    const end = groupEnd(span, start);
    if (end === null) return null;
    groups.push(span.source.text.slice(start + 1, end));
    at = end + 1;
  }
  return { content: quantity.shape(groups), next: at };
}

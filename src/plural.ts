const RULES = new Intl.PluralRules('en');
const NUMBER = new Intl.NumberFormat('en');

/** Formats a count with its English noun for operator texts, e.g. `1 delivery`, `1,204 deliveries`. */
export function pluralize(count: number, one: string, other: string): string {
  return `${NUMBER.format(count)} ${RULES.select(count) === 'one' ? one : other}`;
}

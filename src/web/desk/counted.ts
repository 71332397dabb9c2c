/** A number with its noun: `1 line`, `1,200 lines`; `many` where an s does not make the plural. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

import { FORMATS } from '../../site/frame/formats.ts';

/** A number with its noun, as the desk writes it: `1 line`, `1,200 lines`; `many` where an s does not make the plural. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return FORMATS.en.counted(number, { one, other: many });
}

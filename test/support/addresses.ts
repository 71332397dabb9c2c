import fc from 'fast-check';

const ATEXT = [..."abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+/=?^_`{|}~-"];
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

const atoms = (characters: string[], maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength });
const label = fc
  .string({ unit: fc.constantFrom(...LETTERS, '0', '7', '-'), minLength: 1, maxLength: 20 })
  .map((text) => `a${text}b`);

/** Any normalized address: a dot-atom before the @, a host name with letters or `xn--` at its end. */
export const anyAddress: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(atoms(ATEXT, 15), { minLength: 1, maxLength: 4 }),
    fc.array(label, { minLength: 1, maxLength: 3 }),
    fc.oneof(
      fc.constantFrom('com', 'org', 'museum', 'xn--p1ai', 'xn--vermgensberatung-pwb'),
      atoms(LETTERS, 6),
    ),
  )
  .map(([local, labels, end]) => `${local.join('.')}@${[...labels, end.padEnd(2, 'x')].join('.')}`);

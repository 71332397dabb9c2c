import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { xml, xmlDocument } from '../../../../src/web/site/feeds/xml.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
});

/** Production 2 of XML 1.0. */
function isCharacter(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x20) return point === 0x9 || point === 0xa || point === 0xd;
  return point < 0xd800 || (point > 0xdfff && point !== 0xfffe && point !== 0xffff);
}

describe('XML', () => {
  it('nests elements and closes empty ones', () => {
    expect(xmlDocument(xml('a', { b: 'c' }, xml('d'), xml('e', {}, 'f', xml('g'))))).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n<a b="c"><d/><e>f<g/></e></a>\n',
    );
  });

  it('removes characters that XML does not allow', () => {
    const text = 'a\u0000\u0008\u000B\u001Fb\uFFFE\uFFFF\uD800c\u{1F600}d\u0085';
    expect(xmlDocument(xml('t', {}, text))).toContain('<t>abc\u{1F600}d\u0085</t>');
  });

  it('is well-formed and keeps its content for any text', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom(
            ']]>',
            '<![CDATA[',
            '<!--',
            '&amp;',
            '&',
            '<',
            '>',
            '"',
            "'",
            '\u202E',
            '\u0000',
            '\uD83D',
            ' ',
            'x',
          ),
        )
        .map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(hostile, hostile, (text, attribute) => {
        const document = xmlDocument(xml('t', { a: attribute }, xml('u', {}, text)));
        expect(XMLValidator.validate(document)).toBe(true);
        const allowed = (value: string) => [...value].filter(isCharacter).join('');
        const read = parser.parse(document).t;
        expect(read.u).toBe(allowed(text));
        expect(read.a).toBe(allowed(attribute));
      }),
      { numRuns: 1_000 },
    );
  });
});

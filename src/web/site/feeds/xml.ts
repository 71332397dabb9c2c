/** An element with its attributes and children; a text child is escaped. Absent attributes are left out. */
export interface XmlElement {
  name: string;
  attributes?: Readonly<Record<string, string>>;
  children?: readonly (XmlElement | string)[];
}

// What XML 1.0 allows (its production 2). A lone surrogate is in none of these ranges.
const NOT_ALLOWED = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A short form for elements. */
export function xml(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (XmlElement | string)[]
): XmlElement {
  return { name, attributes, children };
}

/** A whole document. Whatever the texts hold, it is well-formed: what XML cannot carry is taken out. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${written(root)}\n`;
}

function written({ name, attributes = {}, children = [] }: XmlElement): string {
  const start = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : written(child)));
  return inner.length === 0
    ? `<${name}${start.join('')}/>`
    : `<${name}${start.join('')}>${inner.join('')}</${name}>`;
}

/** The `>` too, for the sake of `]]>`; line ends in attributes would be read as spaces otherwise. */
function escaped(text: string): string {
  return text
    .replace(NOT_ALLOWED, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;');
}

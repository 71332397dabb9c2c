/** Fields of one group by lower-case name; the first of repeated fields counts. */
export type FieldGroup = ReadonlyMap<string, string>;

const MAX_GROUPS = 30;

/** Parses field groups as in a header, separated by empty lines, with folded lines joined. */
export function parseFieldGroups(text: string): FieldGroup[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/^\s*\n/, '')
    .split(/\n[ \t]*\n\s*/, MAX_GROUPS)
    .map(parseFields)
    .filter((fields) => fields.size > 0);
}

function parseFields(group: string): FieldGroup {
  const fields = new Map<string, string>();
  for (const line of group.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name, value] = /^[ \t>]{0,8}([!-9;-~]{1,80})[ \t]*:(.*)$/.exec(line) ?? [];
    if (name !== undefined && !fields.has(name.toLowerCase()))
      fields.set(name.toLowerCase(), (value ?? '').trim());
  }
  return fields;
}

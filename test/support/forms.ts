import { decodeHTML } from 'entities';

/** One form of a page, with its fields as a browser would send them untouched. */
export interface PageForm {
  method: 'GET' | 'POST';
  action: string;
  fields: Record<string, string[]>;
  /** Fields that hold typed text. */
  typed: string[];
}

const TYPED = /^(?:text|email|search|date|number|password)$/;

/**
 * Every form of a page; `path` is the page's own. A button that sends a form elsewhere counts as another
 * form.
 */
export function formsOf(html: string, path: string): PageForm[] {
  return [...html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].flatMap(([, tag = '', inside = '']) => {
    const own = attributes(tag);
    const form = fieldsOf(inside);
    const method = own.method?.toUpperCase() === 'POST' ? 'POST' : 'GET';
    // A button may also be outside the form and name it.
    const outside = own.id === undefined ? '' : html.replace(/<form[^>]*>.*?<\/form>/gs, '');
    const buttons = [...`${inside}${outside}`.matchAll(/<button([^>]*)>/g)]
      .map(([, button = '']) => attributes(button))
      .filter(({ form: named }) => named === undefined || named === own.id);
    return buttons.map(({ name, value = '', formAction, formaction = formAction }): PageForm => {
      const action = (formaction ?? own.action ?? path).replace(/#.*/, '');
      const fields = { ...form.fields, ...(name === undefined ? {} : { [name]: [value] }) };
      return { method, action, fields, typed: form.typed };
    });
  });
}

function fieldsOf(html: string): Pick<PageForm, 'fields' | 'typed'> {
  const fields: Record<string, string[]> = {};
  const typed: string[] = [];
  const add = (name: string, ...values: string[]) => {
    fields[name] = [...(fields[name] ?? []), ...values];
  };
  for (const [, tag = ''] of html.matchAll(/<input([^>]*)>/g)) {
    const { name = '', type = 'text', value = '', checked } = attributes(tag);
    if (TYPED.test(type)) typed.push(name);
    if (/^(?:checkbox|radio)$/.test(type) && checked === undefined) add(name);
    else add(name, value);
  }
  for (const [, tag = '', text = ''] of html.matchAll(/<textarea([^>]*)>(.*?)<\/textarea>/gs)) {
    const { name = '' } = attributes(tag);
    typed.push(name);
    // A browser drops the newline right after the tag.
    add(name, decodeHTML(text.replace(/^\n/, '')));
  }
  for (const [, tag = '', options = ''] of html.matchAll(/<select([^>]*)>(.*?)<\/select>/gs)) {
    const all = [...options.matchAll(/<option([^>]*)>/g)].map(([, option = '']) => attributes(option));
    const chosen = all.find(({ selected }) => selected !== undefined) ?? all[0];
    add(attributes(tag).name ?? '', chosen?.value ?? '');
  }
  return { fields, typed: [...new Set(typed)] };
}

function attributes(tag: string): Record<string, string> {
  return Object.fromEntries(
    [...tag.matchAll(/\s([\w-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
      name,
      decodeHTML(value),
    ]),
  );
}

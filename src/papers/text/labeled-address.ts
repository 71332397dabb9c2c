/**
 * `\href` that lost its name, and its address the braces: `https://example.org/demo{project page}`, sometimes
 * with a color around the label. Every repetition is bounded, so that the search stays linear.
 */
const LABELED_ADDRESS =
  /(https?:\/\/[^\s{}]{1,300})\{(?:\p{Ll}{3,10}\{([^{}]{1,300})\}\}|([^{}]{1,300})\})/gu;

/** Labels that are a link and nothing else: "available here". */
const ONLY_A_LINK =
  /^(?:here|link|url|(?:this|the)(?: https?)? (?:url|link|page|website|site|repository|repo))$/i;

/** An address in a text with the words that were its link. */
export interface LabeledAddress {
  address: string;
  label: string;
}

/** The labeled addresses of a text, at most 20. */
export function labeledAddresses(text: string): LabeledAddress[] {
  return [...text.slice(0, 20_000).matchAll(LABELED_ADDRESS)]
    .slice(0, 20)
    .map(([, address = '', colored, label = '']) => ({ address, label: (colored ?? label).trim() }));
}

/**
 * Writes labeled addresses as text: "project page (https://example.org/demo)", or the address alone where the
 * label repeats it or says "here".
 */
export function unlabelAddresses(text: string): string {
  return text.replace(LABELED_ADDRESS, (_, address: string, colored: string | undefined, plain: string) => {
    const label = (colored ?? plain).trim();
    const words = label.replace(/[.,]$/, '');
    const repeated = words.replace(/^https?:\/\//i, '').replace(/\/$/, '');
    if (repeated === '' || ONLY_A_LINK.test(words) || address.includes(repeated)) return address;
    return `${words} (${address})${label.slice(words.length)}`;
  });
}

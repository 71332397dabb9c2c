import { labeledAddresses } from '../text/labeled-address.ts';
import { webLink } from './entry-fields.ts';

const PROJECT = /\b(?:project|home)[ -]?(?:web)?(?:page|site)\b|^(?:our |the )?web ?(?:page|site)$/i;

/** Some call their repository a project page; Hugging Face names that one as the code. */
const REPOSITORY = /^https?:\/\/(?:www\.)?github\.com\//i;

/**
 * The project's page as an abstract names it, `https://example.org/demo{project page}`, or undefined. Only
 * addresses labeled as such: any other may be the code or someone else's.
 */
export function projectLinkIn(abstract: string): string | undefined {
  for (const { address, label } of labeledAddresses(abstract)) {
    const link = PROJECT.test(label) && !REPOSITORY.test(address) ? webLink(address) : undefined;
    if (link !== undefined) return link;
  }
  return undefined;
}

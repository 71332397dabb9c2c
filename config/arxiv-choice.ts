import { z } from 'zod';
import { ARXIV_CATEGORIES, ARXIV_CATEGORY_ALIASES } from './arxiv-categories.ts';

// The query of a day names all of them in one address.
const MOST = 60;

/**
 * `ARXIV_CATEGORIES`: categories separated by commas, each once under its canonical name. An archive with
 * subject classes (`q-bio`) is refused, because arXiv lists new papers under the classes only. Unset: those of
 * the taxonomy.
 */
export const arxivCategoriesSchema = z
  .string()
  .transform((value, context): readonly string[] => {
    const names = value
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean)
      .map((name) => ARXIV_CATEGORY_ALIASES.get(name) ?? name);
    const wrong = names.findIndex((name) => !isListedCategory(name));
    if (names.length > 0 && names.length <= MOST && wrong === -1) return [...new Set(names)];
    const place = wrong === -1 ? '' : `; entry ${wrong + 1} is none`;
    context.addIssue({
      code: 'custom',
      message:
        `must name 1 to ${MOST} arXiv categories with their subject class, separated by commas, e.g. ` +
        `q-bio.NC,q-bio.GN${place}; see https://arxiv.org/category_taxonomy`,
    });
    return z.NEVER;
  })
  .optional();

/** True for a category under which arXiv lists new papers, by its canonical name. */
export function isListedCategory(name: string): boolean {
  const hasClasses = [...ARXIV_CATEGORIES].some((other) => other.startsWith(`${name}.`));
  return ARXIV_CATEGORIES.has(name) && !hasClasses;
}

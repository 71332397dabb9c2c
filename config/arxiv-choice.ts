import { z } from 'zod';
import { ARXIV_CATEGORIES, ARXIV_CATEGORY_ALIASES } from './arxiv-categories.ts';
import { SOURCES } from './sources.ts';

// The query of a day names all of them in one address.
const MOST = 60;

/**
 * `ARXIV_CATEGORIES`: categories separated by commas, each once under its canonical name. An archive with
 * subject classes (`q-bio`) is refused, because arXiv lists new papers under the classes only.
 */
export const arxivCategoriesSchema = z
  .string()
  .default(SOURCES.arxiv.categories.join(','))
  .transform((value, context): readonly string[] => {
    const names = value
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean)
      .map((name) => ARXIV_CATEGORY_ALIASES.get(name) ?? name);
    const wrong = names.findIndex((name) => !isListed(name));
    if (names.length > 0 && names.length <= MOST && wrong === -1) return [...new Set(names)];
    const place = wrong === -1 ? '' : `; entry ${wrong + 1} is none`;
    context.addIssue({
      code: 'custom',
      message:
        `must name 1 to ${MOST} arXiv categories with their subject class, separated by commas, e.g. ` +
        `q-bio.NC,q-bio.GN${place}; see https://arxiv.org/category_taxonomy`,
    });
    return z.NEVER;
  });

function isListed(name: string): boolean {
  const hasClasses = [...ARXIV_CATEGORIES].some((other) => other.startsWith(`${name}.`));
  return ARXIV_CATEGORIES.has(name) && !hasClasses;
}

import { ARXIV_CATEGORIES, ARXIV_CATEGORY_ALIASES } from '../../config/arxiv-categories.ts';

/** Archives that existed while ids had the form `archive/YYMMNNN` (August 1991 to March 2007). */
const OLD_ARCHIVES: ReadonlySet<string> = new Set(
  (
    'acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat ' +
    'cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th ' +
    'patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con'
  ).split(' '),
);

// Longer than any real paper address. Longer input is not parsed.
const LONGEST_INPUT = 300;

const ADDRESS = /^(?:https?:\/\/)?(?:www\.|export\.)?arxiv\.org\/(?:abs|pdf|html)\/([^?#]+)(?:[?#].*)?$/i;
const PREFIX = /^arxiv:\s*/i;
const NEW_ID = /^(\d{2})(\d{2})\.(\d{4,5})(?:v([1-9]\d{0,2}))?$/i;
const OLD_ID = /^([a-z-]+)(?:\.[a-z]{2})?\/(\d{2})(\d{2})(\d{3})(?:v([1-9]\d{0,2}))?$/i;

/** Base arXiv id, the key of a paper everywhere, and the version if the input named one. */
export type ArxivReference = { id: string; version: number | null };

/**
 * Parses a bare id, an `arXiv:` id, or an abs, pdf or html address of arxiv.org. Returns the base id without
 * version (`2401.01234`, `math/0611800`), or null for anything else, including ids that arXiv never issued
 * (month 13, five digits before 2015). Never throws.
 */
export function parseArxivId(text: string): ArxivReference | null {
  if (text.length > LONGEST_INPUT) return null;
  const trimmed = text.trim();
  const address = ADDRESS.exec(trimmed)?.[1];
  const bare =
    address === undefined ? trimmed.replace(PREFIX, '') : address.replace(/\/$/, '').replace(/\.pdf$/i, '');
  return parseNewId(bare) ?? parseOldId(bare);
}

function parseNewId(bare: string): ArxivReference | null {
  const [, year, month, number, version] = NEW_ID.exec(bare) ?? [];
  if (year === undefined || month === undefined || number === undefined) return null;
  // Two-digit years sort correctly because this form of id began in 2007.
  const yearMonth = Number(year + month);
  const digits = yearMonth >= 1501 ? 5 : 4;
  if (yearMonth < 704 || !isMonth(month) || number.length !== digits || Number(number) === 0) return null;
  return { id: `${year}${month}.${number}`, version: parseVersion(version) };
}

function parseOldId(bare: string): ArxivReference | null {
  const [, archiveName, year, month, number, version] = OLD_ID.exec(bare) ?? [];
  if (archiveName === undefined || year === undefined || month === undefined || number === undefined)
    return null;
  const archive = archiveName.toLowerCase();
  const since1991 = (Number(year) + 9) % 100;
  const yearMonth = since1991 * 100 + Number(month);
  const withinOldScheme = yearMonth >= 8 && yearMonth <= 1603;
  if (!OLD_ARCHIVES.has(archive) || !withinOldScheme || !isMonth(month) || Number(number) === 0) return null;
  return { id: `${archive}/${year}${month}${number}`, version: parseVersion(version) };
}

function isMonth(month: string): boolean {
  return Number(month) >= 1 && Number(month) <= 12;
}

function parseVersion(version: string | undefined): number | null {
  return version === undefined ? null : Number(version);
}

/**
 * Maps a category term from a source to arXiv's canonical name, or null if it is not an arXiv category (feeds
 * mix in ACM and MSC classes, for example `I.2.7` and `68T05`). For aliases the canonical name is the one in
 * arXiv's own taxonomy: `eess.SY`, `math.NA`, `cs.IT`, `math.ST`, `math-ph`, `econ.GN`.
 */
export function canonicalCategory(name: string): string | null {
  const trimmed = name.trim();
  const canonical = ARXIV_CATEGORY_ALIASES.get(trimmed) ?? trimmed;
  return ARXIV_CATEGORIES.has(canonical) ? canonical : null;
}

/** Addresses of the newest version at arXiv for a base id. Emails link to the abstract. */
export function arxivPages(id: string): { abstract: string; pdf: string } {
  return { abstract: `https://arxiv.org/abs/${id}`, pdf: `https://arxiv.org/pdf/${id}` };
}

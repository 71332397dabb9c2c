import { type ArxivReference, parseArxivId } from '../arxiv-id.ts';

const ADDRESSES = [
  /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/papers\/([^?#]+)/i,
  /^(?:https?:\/\/)?(?:www\.)?alphaxiv\.org\/(?:abs|overview|pdf)\/([^?#]+)/i,
  /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)?10\.48550\/arxiv\.([^?#]+)/i,
  // Any mirror or reader with an arXiv id at the end of its address.
  new RegExp(
    String.raw`^(?:https?:\/\/)?[\w.-]+(?::\d+)?\/(?:[\w./-]{0,100}\/)?` +
      String.raw`(\d{4}\.\d{4,5}(?:v\d+)?)(?:\.pdf)?\/?(?:[?#].*)?$`,
    'i',
  ),
];

/** A DOI by another registrar than arXiv. Its number may look like an id. */
const OTHER_DOI = /\b10\.(?!48550\/)\d{4,9}\/\S+/g;

type Within = readonly [form: RegExp, shape: (first: string, second: string) => string];

/** Ids inside a longer text, each with the id that parseArxivId reads. */
const WITHIN: readonly Within[] = [
  [/(?<!\d)(?<!\d\.)(\d{4}\.\d{4,5}(?:v\d{1,3})?)(?!\d|\.\d)/gi, (id) => id],
  [/(?<![a-z-])([a-z-]+(?:\.[a-z]{2})?\/\d{7}(?:v\d{1,3})?)(?!\d)/gi, (id) => id],
  // dblp writes `corr/abs-2606-13681` and `corr/hep-th-9901001`, ADS `2026arXiv260613681D`.
  [/\babs-(\d{4})-(\d{4,5})(?!\d)/gi, (month, number) => `${month}.${number}`],
  [/\bcorr\/([a-z-]+)-(\d{7})(?!\d)/gi, (archive, number) => `${archive}/${number}`],
  [/\b\d{4}arxiv(\d{4})(\d{5})[a-z]?(?![a-z\d])/gi, (month, number) => `${month}.${number}`],
  [/^(?:arxiv\W*)?(\d{4})\s*[.·]\s*(\d{4,5})$/gi, (month, number) => `${month}.${number}`],
];

// Chinese and Japanese have no spaces around an id, and Markdown has brackets.
const BETWEEN_WORDS = /[\s()[\]{}<>"'“”‘’«»„‚`|*,;!?、。，；！？…·【】《》「」『』〈〉（）]+/u;
const BETWEEN_SCRIPTS = new RegExp(
  String.raw`(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])(?=[\w:])|` +
    String.raw`(?<=\w)(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])`,
  'gu',
);
/** Signs in front of an id: `arXiv.2606.13681`, `arXiv-2606.13681`, `id=2606.13681`, `#2606.13681`. */
const BEFORE_ID = /^[^/]{0,40}?(?:^|[:=#_@~-]|\barxiv[.:_-]{0,2})(?=\d{4}\.\d{4,5}(?:v\d+)?$)/i;

/** Words of a line that are looked at. */
const MOST_WORDS = 24;

/**
 * First arXiv id or paper address in a line, as people paste it: the whole line, a word of it, what is
 * between brackets and signs, or an id inside a longer address. Never throws.
 */
export function findReference(line: string): ArxivReference | null {
  const plain = line.normalize('NFKC').replace(OTHER_DOI, ' ').trim();
  const words = plain.split(' ').slice(0, MOST_WORDS);
  const tokens = plain
    .replace(BETWEEN_SCRIPTS, ' ')
    .split(BETWEEN_WORDS)
    .slice(0, 2 * MOST_WORDS);
  for (const text of [plain, ...words, ...tokens]) {
    const bare = text.replace(/^[("'<[]+|[)"'>\],.;:!?]+$/g, '');
    const found =
      parseReference(text) ??
      parseReference(bare) ??
      parseArxivId(bare.replace(/\.pdf$/i, '').replace(BEFORE_ID, ''));
    if (found) return found;
  }
  return referenceWithin(plain);
}

/** An id that is neither at the end of an address nor a word of its own. */
function referenceWithin(line: string): ArxivReference | null {
  const text = percentDecoded(line);
  for (const [form, shape] of WITHIN) {
    for (const match of text.matchAll(form)) {
      const found = parseArxivId(shape(match[1] ?? '', match[2] ?? ''));
      if (found) return found;
    }
  }
  return null;
}

function percentDecoded(text: string): string {
  return text.replace(/%(?:2F|3A)/gi, (code) => (code.toUpperCase() === '%2F' ? '/' : ':'));
}

function parseReference(text: string): ArxivReference | null {
  for (const address of ADDRESSES) {
    const named = address.exec(text)?.[1]?.replace(/\/$/, '');
    if (named !== undefined) return parseArxivId(named);
  }
  return parseArxivId(text);
}

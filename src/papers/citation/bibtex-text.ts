/**
 * TeX's special characters as commands. Braces become commands too, because BibTeX counts braces even behind
 * a backslash, and one `\{` without its partner would swallow the following entries. `<`, `>` and `|` print
 * as other characters in TeX's default font encoding.
 */
const COMMANDS: Readonly<Record<string, string>> = {
  '&': '\\&',
  '%': '\\%',
  $: '\\$',
  '#': '\\#',
  _: '\\_',
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '\\': '\\textbackslash{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
};

/** Escapes a clean line for a BibTeX field. Other characters stay UTF-8, which biber and LaTeX read. */
export function bibtexText(line: string): string {
  return line.replace(/[&%$#_{}~^\\<>|]/g, (character) => COMMANDS[character] ?? character);
}

/** Words that tell sentence case from Title Case; shorter ones are lower-cased in both. */
const LONG_WORD = /^\p{L}{4,}$/u;

/**
 * Escapes a title and puts braces around the words whose capitals a bibliography style must keep: those with
 * a capital after the first letter or with a digit beside one (`GPT-4`, `ResNet`), single letters
 * (`Q-learning`), and in a title in sentence case the names (`Bayesian`). In Title Case nothing tells names
 * apart, so they are left to the style.
 */
export function bibtexTitle(title: string): string {
  const inSentenceCase = isSentenceCase(title);
  let startsSentence = true;
  return (title.match(/[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+/gu) ?? [])
    .map((part) => {
      if (!/[\p{L}\p{N}]/u.test(part)) {
        if (/[:.?!]\s/.test(part)) startsSentence = true;
        return bibtexText(part);
      }
      const starts = startsSentence;
      startsSentence = false;
      return keepsCapitals(part, inSentenceCase && !starts) ? `{${part}}` : part;
    })
    .join('');
}

function keepsCapitals(word: string, isName: boolean): boolean {
  if (!/\p{Lu}/u.test(word)) return false;
  if (/^\p{Lu}$/u.test(word)) return word !== 'A';
  return /.\p{Lu}|\p{N}/u.test(word) || isName;
}

/** True if fewer than a third of the longer words after the first start with their only capital. */
function isSentenceCase(title: string): boolean {
  const words = title
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .slice(1)
    .filter((word) => LONG_WORD.test(word) && !/.\p{Lu}/u.test(word));
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word));
  return capitals.length < words.length / 3;
}

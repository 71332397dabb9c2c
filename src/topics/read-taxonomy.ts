import { readFileSync } from 'node:fs';
import { isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { EnvError } from '../../config/env.ts';
import { BUILT_IN_TAXONOMY } from '../../config/topics/built-in.ts';
import type { Taxonomy } from '../../config/topics/taxonomy.ts';
import { buildTaxonomy, type TaxonomyProblem } from './build-taxonomy.ts';
import { taxonomyFileSchema } from './taxonomy-file.ts';

const MOST_BYTES = 2_000_000;
/** Aliases expand to what they name; a few nested ones could fill the memory. */
const MOST_ALIASES = 50;
const MOST_PROBLEMS = 40;

type Path = readonly PropertyKey[];

/**
 * Taxonomy of a file, or the built-in one without a file. Throws EnvError for `TOPICS_FILE` with every
 * problem at once, each with its line.
 */
export function readTaxonomy(file: string | undefined): Taxonomy {
  if (file === undefined) return BUILT_IN_TAXONOMY;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw problemsOf([`must be a readable file; ${file} is not (${code})`]);
  }
  if (text.length > MOST_BYTES) throw problemsOf([`must have at most ${MOST_BYTES} bytes`]);
  return parseTaxonomy(text);
}

/** Parses the text of a `TOPICS_FILE`. Throws EnvError. */
export function parseTaxonomy(text: string): Taxonomy {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0)
    throw problemsOf(inOrder(broken.map(({ pos, message }) => [lineAt(pos[0]), plainReason(message)])));
  const place = (path: Path): number => {
    // The nearest node that exists: a missing field is reported at its map.
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      const key = isNode(node) ? keyOf(path.slice(0, length)) : undefined;
      const range = key ?? (isNode(node) ? node.range : undefined);
      if (range) return lineAt(range[0]);
    }
    return 1;
  };
  function keyOf(path: Path) {
    const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
    if (!isMap(parent)) return undefined;
    const pair = parent.items.find(({ key }) => isNode(key) && String(key) === String(path.at(-1)));
    return isNode(pair?.key) ? pair.key.range : undefined;
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    throw problemsOf([error instanceof Error ? plainReason(error.message) : 'cannot be read']);
  }
  const parsed = taxonomyFileSchema.safeParse(value);
  if (!parsed.success)
    throw problemsOf(inOrder(parsed.error.issues.flatMap((issue) => describeIssue(issue, place))));
  const built = buildTaxonomy(parsed.data);
  if ('problems' in built)
    throw problemsOf(inOrder(built.problems.map((problem) => describeProblem(problem, place))));
  return built.taxonomy;
}

function problemsOf(texts: readonly string[]): EnvError {
  const shown = [...new Set(texts)];
  const more = shown.length - MOST_PROBLEMS;
  const all = more > 0 ? [...shown.slice(0, MOST_PROBLEMS), `and ${more} more problems`] : shown;
  return new EnvError(all.map((remedy) => ({ variable: 'TOPICS_FILE', remedy })));
}

/** A line, and what is wrong there. */
type LineProblem = readonly [line: number, text: string];

function inOrder(problems: readonly LineProblem[]): string[] {
  return problems.toSorted(([a], [b]) => a - b).map(([line, text]) => `line ${line}: ${text}`);
}

function describeIssue(issue: z.core.$ZodIssue, place: (path: Path) => number): LineProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return [place(path), `${nameOf(path)} is not a field; remove it or correct its name`] as const;
    });
  const missing = 'input' in issue && issue.input === undefined ? ' is missing and' : '';
  return [[place(issue.path), `${nameOf(issue.path)}${missing} ${issue.message}`]];
}

function describeProblem({ path, message }: TaxonomyProblem, place: (path: Path) => number): LineProblem {
  return [place(path), `${nameOf(path)} ${message}`];
}

/** Path as an operator reads it, list entries counted from 1: `groups 1, topics 2, id`. */
function nameOf(path: Path): string {
  if (path.length === 0) return 'the file';
  return path
    .map((part) => (typeof part === 'number' ? ` ${part + 1}` : `, ${String(part)}`))
    .join('')
    .replace(/^, /, '');
}

function plainReason(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}

/** Counts of a taxonomy and what follows from its file, for `classify --check` and `doctor`. */
export function summarizeTaxonomy(taxonomy: Taxonomy) {
  return {
    topics: taxonomy.topics.length,
    groups: taxonomy.groups.map(({ label, topics }) => ({ label: label.en, topics: topics.length })),
    renamed: Object.fromEntries(taxonomy.renamed),
    arxivCategories: taxonomy.arxivCategories,
    taxonomyVersion: taxonomy.version,
  };
}

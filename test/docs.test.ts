import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeEnv, readEnv } from '../config/env.ts';
import { ATTEMPT_MOVES } from '../src/delivery/pipeline/attempt.ts';
import { DELIVERY_MOVES } from '../src/delivery/pipeline/delivery.ts';
import { EDITION_MOVES } from '../src/editions/edition.ts';
import { brokenCommands } from './support/documented-commands.ts';

const textOf = (path: string) => readFileSync(path, 'utf8');
const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));

const DOCUMENTS = [...readdirSync('.'), ...filesBelow('docs')].filter((path) => path.endsWith('.md')).sort();
/** Decisions are history: they may name scripts and commands that have since gone. */
const CURRENT = DOCUMENTS.filter((path) => !path.startsWith('docs/decisions/'));
const ARCHITECTURE = textOf('ARCHITECTURE.md');
const CODE = ['config', 'src', 'templates', 'workers', 'test', 'chaos', 'bench']
  .flatMap(filesBelow)
  .filter((path) => /\.(tsx?|sql)$/.test(path));
const CODE_WORDS = new Set(CODE.flatMap((path) => textOf(path).match(/\w+/g) ?? []));

describe('documentation', () => {
  it.each(DOCUMENTS)('%s links only to files and headings that exist', (path) => {
    expect(brokenLinks(path)).toEqual([]);
  });

  it.each(DOCUMENTS)('%s names only files and code that exist', (path) => {
    expect(missingPaths(textOf(path))).toEqual([]);
    expect(missingNames(textOf(path))).toEqual([]);
  });

  it.each(CURRENT)('%s names only scripts and commands that exist', async (path) => {
    const text = textOf(path);
    expect(missingScripts(text)).toEqual([]);
    expect(await brokenCommands(text)).toEqual([]);
  });

  it.each(['README.md', 'ARCHITECTURE.md'])('%s has at most 130 lines', (path) => {
    expect(textOf(path).trimEnd().split('\n').length).toBeLessThanOrEqual(130);
  });

  it('describes in CONFIGURATION exactly the variables that Paperboy reads', () => {
    const described = [...textOf('docs/CONFIGURATION.md').matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)];
    const inExample = [...textOf('.env.example').matchAll(/^([A-Z][A-Z0-9_]+)=/gm)];
    const read = Object.keys(describeEnv(readEnv({}))).sort();
    expect(described.map(([, name]) => name).sort()).toEqual(read);
    expect(inExample.map(([, name]) => name).sort()).toEqual(read);
  });

  it('passes every variable through docker-compose.yml, except addresses and fixed ones', () => {
    const passed = [...textOf('docker-compose.yml').matchAll(/^ {4}([A-Z][A-Z0-9_]+):/gm)];
    const expected = Object.keys(describeEnv(readEnv({}))).filter(
      (name) => !['PORT', 'DATA_DIR'].includes(name) && !name.endsWith('_BASE_URL'),
    );
    expect(passed.map(([, name]) => name).sort()).toEqual(expected.sort());
  });

  it('lists every decision in the index, numbered without a gap, each in the same four parts', () => {
    const files = readdirSync('docs/decisions').filter((name) => /^\d{4}-/.test(name));
    const index = textOf('docs/decisions/README.md');
    const listed = [...index.matchAll(/^\| \[\d{4}\]\(([^)]+)\)/gm)].map(([, name]) => name);
    expect(listed).toEqual(files);
    expect(files.map((name) => Number(name.slice(0, 4)))).toEqual(files.map((_, place) => place + 1));
    for (const name of files) {
      const headings = [...textOf(join('docs/decisions', name)).matchAll(/^## (.+)$/gm)];
      expect(headings.map(([, title]) => title)).toEqual([
        'Context',
        'Decision',
        'Alternatives',
        'Consequences',
      ]);
    }
  });

  it.each([
    ['edition', EDITION_MOVES],
    ['delivery', DELIVERY_MOVES],
    ['attempt', ATTEMPT_MOVES],
  ])('draws in ARCHITECTURE every move of an %s', (noun, moves) => {
    expect(drawnMoves(noun)).toEqual(moves.map(({ from, to }) => `${shown(from)} → ${shown(to)}`).sort());
  });

  it('lists in ARCHITECTURE every folder, in an order that imports keep', () => {
    const rows = folderRows();
    const rowOf = (path: string) =>
      rows.findIndex((folders) => folders.some((folder) => path.startsWith(folder)));
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => rowOf(`src/${name}/`) < 0)).toEqual([]);
    const wrong = CODE.flatMap((path) =>
      importsOf(path)
        .filter((target) => rowOf(target) >= 0 && rowOf(path) >= 0 && rowOf(target) > rowOf(path))
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('finds a broken path, name and script', () => {
    expect(missingPaths('see `src/no-such-file.ts` and `src/wiring.ts`')).toEqual(['src/no-such-file.ts']);
    expect(missingNames('`EDITION_MOVES` and `' + 'NO_SUCH_' + 'MOVES`')).toEqual(['NO_SUCH_' + 'MOVES']);
    expect(missingScripts('`npm run paperboy`, `npm run deploy-all`')).toEqual(['deploy-all']);
    expect(headingsOf('# A `b`: c, d\n## Two words\n')).toEqual(['a-b-c-d', 'two-words']);
  });
});

/** Relative links of a document with a missing file or heading; addresses on other hosts are not followed. */
function brokenLinks(path: string): string[] {
  const text = textOf(path);
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)|<img [^>]*src="([^"]+)"/g)].map(
    ([, link, image]) => link ?? image ?? '',
  );
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file = '', heading] = target.split('#');
    const resolved = file === '' ? path : join(dirname(path), file);
    if (!existsSync(resolved)) return true;
    return heading !== undefined && !headingsOf(textOf(resolved)).includes(heading);
  });
}

/** Headings as GitHub makes anchors of them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

const spansOf = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);

/** Paths in code spans that start with a folder of this repository and lead nowhere. */
function missingPaths(text: string): string[] {
  const rooted = /^(?:src|config|workers|templates|test|bench|chaos|docs|deploy|\.ci|\.github)\/[\w./@-]*$/;
  return spansOf(text).filter((span) => rooted.test(span) && !existsSync(span));
}

/** Code spans in camelCase, PascalCase or UPPER_CASE that no source file contains. */
function missingNames(text: string): string[] {
  const name = /^(?:[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[A-Z]+_[A-Z_]+)(?:\(\))?$/;
  const known = (word: string) => CODE_WORDS.has(word) || textOf('docker-compose.yml').includes(word);
  return spansOf(text).filter((span) => name.test(span) && !known(span.replace('()', '')));
}

/** Names after `npm run` without a script in package.json. */
function missingScripts(text: string): string[] {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = [...text.matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g)].map(([, name = '']) => name);
  return named.filter((name) => !Object.hasOwn(scripts, name));
}

/** A stored state as documentation names it. */
function shown(state: string): string {
  const names: Record<string, string> = { planned: 'scheduled', excluded: 'skipped', cancelled: 'canceled' };
  return names[state] ?? state;
}

/** Arrows inside one composite state of the diagram. */
function drawnMoves(noun: string): string[] {
  const [, block = ''] =
    new RegExp(`^ {2}state ${noun} \\{\\n([\\s\\S]*?)^ {2}\\}`, 'm').exec(ARCHITECTURE) ?? [];
  return [...block.matchAll(/^\s+(\w+) --> (\w+)$/gm)]
    .map(([, from = '', to = '']) => `${from} → ${to}`.replaceAll(`${noun}_`, ''))
    .sort();
}

/** Folders of each row of the last table of ARCHITECTURE. */
function folderRows(): string[][] {
  const [, section = ''] = ARCHITECTURE.split('## Folders');
  return [...section.matchAll(/^\| (`.+?) \|/gm)].map(([, cell = '']) => spansOf(cell));
}

function importsOf(path: string): string[] {
  return [...textOf(path).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target = '']) =>
    join(dirname(path), target),
  );
}

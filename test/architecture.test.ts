import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Import order: a file may import from its own place and from places further left. The longest matching
 * prefix is a file's place, so a folder and its subfolders can stand at different positions. ARCHITECTURE.md
 * gives the reasons; change the order on purpose, in both.
 */
const ORDER: readonly (readonly string[])[] = [
  ['config'],
  ['config/topics'],
  ['templates'],
  [
    'src/errors.ts',
    'src/json.ts',
    'src/log.ts',
    'src/token.ts',
    'src/plural.ts',
    'src/seeded-random.ts',
    'src/url.ts',
    'src/ports.ts',
    'src/day.ts',
    'src/tracing.ts',
    'src/open-telemetry.ts',
    'src/read-bounded.ts',
    'src/resend-client.ts',
    'src/semaphore.ts',
  ],
  ['src/db/embedded', 'src/db/migrations'],
  ['src/db'],
  ['src/queue'],
  ['src/context.ts'],
  ['src/audit'],
  ['src/accounts', 'src/alerts', 'src/runs'],
  ['src/papers/text'],
  ['src/papers/summary'],
  ['src/papers'],
  ['src/papers/citation'],
  ['src/papers/thumbnails'],
  ['src/papers/meaning'],
  ['src/papers/search'],
  ['src/papers/lists'],
  ['src/papers/ingest'],
  ['src/papers/sources'],
  ['src/topics'],
  ['src/trending/cold'],
  ['src/trending'],
  ['src/subscribers'],
  ['src/subscribers/preferences', 'src/subscribers/reading-list'],
  ['src/subscribers/csv/parsing'],
  ['src/subscribers/sign-up', 'src/subscribers/csv'],
  ['src/subscribers/personal-data'],
  ['src/editions/keywords'],
  ['src/editions'],
  ['src/editions/summaries'],
  ['src/rendering'],
  ['src/suppression'],
  ['src/delivery/providers/mailers'],
  ['src/delivery/providers'],
  ['src/delivery/digest'],
  ['src/delivery/pipeline'],
  ['src/delivery/plan'],
  ['src/delivery/transactional'],
  ['src/delivery/status'],
  ['src/delivery/operations'],
  ['src/feedback/reports'],
  ['src/feedback/email', 'src/feedback/providers'],
  ['src/feedback'],
  ['src/rerun'],
  ['src/monitoring/checks'],
  ['src/monitoring/notify'],
  ['src/monitoring'],
  ['src/backtest/summaries', 'src/backtest/text', 'src/backtest/trending', 'src/backtest'],
  ['src/wiring.ts'],
  ['workers/producer.ts', 'workers/result-counts.ts'],
  ['workers/record-run.ts', 'workers/requeue-lost.ts'],
  ['workers/job-handler.ts'],
  ['workers/jobs'],
  ['workers', 'src/web/assets'],
  ['src/web/http'],
  ['src/web/site/frame'],
  ['src/web/site/papers'],
  ['src/web/site/topics'],
  ['src/web/site/people'],
  ['src/web/site/paper'],
  ['src/web/site/archive'],
  ['src/web/site/search'],
  ['src/web/site/feeds'],
  ['src/web/site/preview'],
  ['src/web/site/digest', 'src/web/site/preferences'],
  ['src/web/site/subscribe'],
  ['src/web/site/marks'],
  ['src/web/site/reading-list'],
  ['src/web/site/your-data'],
  ['src/web/site/unsubscribe'],
  ['src/web/site/outbox'],
  ['src/web/dashboard/frame'],
  ['src/web/dashboard/account'],
  ['src/web/dashboard/audit'],
  ['src/web/dashboard/today'],
  ['src/web/dashboard/queues'],
  ['src/web/dashboard/runs'],
  ['src/web/dashboard/cold-model'],
  ['src/web/dashboard/editions'],
  ['src/web/dashboard/imports'],
  ['src/web/dashboard/subscribers'],
  ['src/web/dashboard'],
  ['src/web/http/app.ts', 'src/web/http/server.ts'],
  ['src/cli/terminal'],
  ['src/cli/commands/edition', 'src/cli/commands/operator', 'src/cli/commands'],
  ['src/cli'],
  ['bench'],
  ['test', 'chaos'],
];

/** Adapters: only wiring.ts may know them, and their own folder and tests. */
const ADAPTERS = ['src/papers/sources', 'src/papers/summary/model', 'src/delivery/providers/mailers'];

interface SourceFile {
  path: string;
  text: string;
  /** Paths in the project that it imports. */
  imports: string[];
}

const EXPORTED_NAME =
  /^export (?:default )?(?:async )?(?:abstract )?(?:function\*?|class|const|let|type|interface|enum) (\w+)/gm;

/** Exported names that several files may declare, with the only files that may. */
const SHARED_NAMES: Readonly<Record<string, RegExp>> = {
  // Kysely's migrator finds the step of each migration by this name.
  up: /^src\/db\/migrations\//,
};

const FOLDERS = ['config', 'src', 'templates', 'workers', 'bench', 'test', 'chaos'];
const everyPath = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).split(sep).join('/')),
);
const paths = everyPath.filter((path) => /\.tsx?$/.test(path));

const files: SourceFile[] = paths.map((path) => {
  const text = readFileSync(path, 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  return {
    path,
    text,
    imports: specifiers.map((specifier) =>
      normalize(join(dirname(path), specifier))
        .split(sep)
        .join('/'),
    ),
  };
});
const source = files.filter(({ path }) => !path.startsWith('test/'));

const PLACES = ORDER.flatMap((places, position) => places.map((place) => ({ place, position }))).sort(
  (a, b) => b.place.length - a.place.length,
);

/** Position of the longest place that holds this path, or -1. */
function placeOf(path: string): number {
  return PLACES.find(({ place }) => path === place || path.startsWith(`${place}/`))?.position ?? -1;
}

describe('the shape of the code', () => {
  it('assigns every file a place in the order', () => {
    expect(source.length).toBeGreaterThan(80);
    expect(files.filter(({ path }) => placeOf(path) < 0).map(({ path }) => path)).toEqual([]);
  });

  it('imports only from earlier entries of the order', () => {
    const wrong = files.flatMap(({ path, imports }) =>
      imports
        .filter((target) => placeOf(target) > placeOf(path))
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps web and workers apart', () => {
    const wrong = files.flatMap(({ path, imports }) =>
      imports.filter(
        (target) =>
          (path.startsWith('src/web/') && target.startsWith('workers/')) ||
          (path.startsWith('workers/') && target.startsWith('src/web/')),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('has no import cycle', () => {
    expect(findCycle(files)).toBeNull();
  });

  it('knows adapters only in wiring.ts', () => {
    const wrong = source.flatMap(({ path, imports }) =>
      imports
        .filter((target) =>
          ADAPTERS.some((folder) => target.startsWith(`${folder}/`) && !path.startsWith(`${folder}/`)),
        )
        .filter(() => path !== 'src/wiring.ts')
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('reads process.env in config/env.ts alone', () => {
    const readers = source.filter(({ text }) => text.includes('process.env')).map(({ path }) => path);
    expect(readers).toEqual(['config/env.ts']);
  });

  it('loads OpenTelemetry in one file, and only when configured', () => {
    const loaders = source.filter(({ text }) => /from '(@opentelemetry|bullmq-otel)/.test(text));
    expect(loaders.map(({ path }) => path)).toEqual(['src/open-telemetry.ts']);
    const users = source.filter(({ imports }) => imports.includes('src/open-telemetry.ts'));
    expect(users.map(({ path }) => path)).toEqual(['src/wiring.ts']);
    expect(users[0]?.text).not.toMatch(/from '\.\/open-telemetry/);
  });

  it('loads the client of the language model in one file, and only when configured', () => {
    const loaders = source.filter(({ text }) => /from '@ai-sdk/.test(text)).map(({ path }) => path);
    expect(loaders).toEqual(['src/papers/summary/model/chat-summarizer.ts']);
    const wiring = source.find(({ path }) => path === 'src/wiring.ts');
    expect(wiring?.text).not.toMatch(/from '\.\/papers\/summary\/model/);
  });

  it('creates Workers only in workers/main.ts', () => {
    const makers = source.filter(({ text }) => /new Worker\(/.test(text)).map(({ path }) => path);
    expect(makers).toEqual(['workers/main.ts']);
  });

  it('keeps SQL in files named for it', () => {
    const speaks = /\.(selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql`|\bsql</;
    const allowed = /^src\/db\/|queries\.ts$/;
    const wrong = source
      .filter(({ path, text }) => speaks.test(text) && !allowed.test(path))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it('has no folder or file with a catch-all name', () => {
    const drawers = /(^|\/)(utils?|helpers?|common|misc|types|services|lib|index)(\/|\.tsx?$)/;
    expect(files.filter(({ path }) => drawers.test(path)).map(({ path }) => path)).toEqual([]);
  });

  it('has no file over 350 lines', () => {
    const long = files.filter(({ text }) => text.split('\n').length > 351).map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it('has no source folder with more than 20 files', () => {
    const sizes = new Map<string, number>();
    const rooms = ['src/', 'workers/', 'templates/'];
    for (const path of everyPath.filter((each) => rooms.some((room) => each.startsWith(room))))
      sizes.set(dirname(path), (sizes.get(dirname(path)) ?? 0) + 1);
    expect(sizes.size).toBeGreaterThan(40);
    expect([...sizes].filter(([, size]) => size > 20)).toEqual([]);
  });

  it('declares each exported name in one file', () => {
    const declarations = source
      .filter(({ path }) => /^(config|src|templates|workers)\//.test(path))
      .flatMap(({ path, text }) =>
        [...text.matchAll(EXPORTED_NAME)].map((match) => ({ name: match[1] ?? '', path })),
      );
    expect(declarations.length).toBeGreaterThan(1_000);
    const places = new Map<string, Set<string>>();
    for (const { name, path } of declarations) places.set(name, (places.get(name) ?? new Set()).add(path));
    const twice = [...places].filter(
      ([name, found]) => found.size > 1 && ![...found].every((path) => SHARED_NAMES[name]?.test(path)),
    );
    expect(twice.map(([name, found]) => `${name}: ${[...found].join(', ')}`)).toEqual([]);
  });

  it('has no module mock and no skipped or lone test without a reason', () => {
    const marks = /vi\.mock\(|\b(it|test|describe)\.(only|todo|skip)\(/;
    const wrong = files.filter(({ path, text }) => path !== 'test/architecture.test.ts' && marks.test(text));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

/** The first cycle that a depth-first walk finds, as a path, or null. */
function findCycle(all: readonly SourceFile[]): string | null {
  const graph = new Map(all.map(({ path, imports }) => [path, imports]));
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): string | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path].join(' → ');
    if (done.has(path)) return null;
    for (const target of graph.get(path) ?? []) {
      const cycle = walk(target, [...trail, path]);
      if (cycle) return cycle;
    }
    done.add(path);
    return null;
  };
  for (const { path } of all) {
    const cycle = walk(path, []);
    if (cycle) return cycle;
  }
  return null;
}

import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync, stop } from 'esbuild';
import { type Asset, createAsset, once } from './asset.ts';

/**
 * Browser scripts (`client/<name>.ts`) and their paths. Those under `/operator` are served behind the
 * session.
 */
const PATHS = {
  'subscriber-form': '/reader.js',
  'time-zone': '/zone.js',
  'paper-page': '/paper.js',
  'list-filter': '/filter.js',
  'live-page': '/operator/live.js',
  'subscriber-lookup': '/operator/lookup.js',
  'queues-accessibility': '/operator/queues/accessibility.js',
} as const;

export type ScriptName = keyof typeof PATHS;

/** Support since 2020: Chrome 80, Firefox 74, Safari 13.1. */
const TARGET = 'es2020';

const scripts = once(buildScripts);

/** The script as classic JavaScript, compiled at the first use of any. */
export function clientScript(name: ScriptName): Asset {
  return scripts()[name];
}

/** Compiles all in one call, because starting the compiler takes most of the time. */
function buildScripts(): Record<ScriptName, Asset> {
  const names = Object.keys(PATHS) as ScriptName[];
  const folder = fileURLToPath(new URL('./client', import.meta.url));
  const { outputFiles } = buildSync({
    absWorkingDir: folder,
    entryPoints: names.map((name) => `${name}.ts`),
    outdir: folder,
    write: false,
    format: 'iife',
    target: TARGET,
    minify: true,
    charset: 'utf8',
    tsconfigRaw: { compilerOptions: { strict: true } },
  });
  // Ends the compiler's process, which would otherwise live as long as this one.
  void stop();
  const built = new Map(outputFiles.map(({ path, text }) => [basename(path, '.js'), text]));
  const assets = names.map((name) => [name, createAsset(PATHS[name], built.get(name) ?? '')]);
  return Object.fromEntries(assets) as Record<ScriptName, Asset>;
}

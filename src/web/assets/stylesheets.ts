import { readFileSync } from 'node:fs';
import { colorVariables, cssVariables, typeVariables } from '../../../templates/theme.ts';
import { type Asset, createAsset, once } from './asset.ts';

/** Cascade order: later parts may refine earlier ones, and print comes last. */
const SITE_PARTS = [
  'base',
  'forms',
  'frame',
  'lists',
  'papers',
  'paper',
  'search',
  'archive',
  'notice',
  'outbox',
  'subscriber-pages',
  'dashboard',
  'dashboard-today',
  'print',
] as const;

const site = once(() =>
  createAsset('/styles.css', [cssVariables(), ...SITE_PARTS.map(readStylesheet)].join('\n')),
);

const queues = once(() =>
  createAsset(
    '/operator/queues/theme.css',
    [
      `:root:root{${colorVariables('light')}${typeVariables()}}`,
      `body.dark-mode.dark-mode{${colorVariables('dark')}}`,
      readStylesheet('queues'),
    ].join('\n'),
  ),
);

/**
 * The style sheet of all pages in the tokens of templates/theme.ts: light, dark and print. It loads nothing.
 */
export function siteStylesheet(): Asset {
  return site();
}

/** Paperboy's colors for Bull Board, loaded after its own style sheet. */
export function queuesStylesheet(): Asset {
  return queues();
}

/** One part without comments and indentation, which is about a fifth of its bytes. */
function readStylesheet(name: string): string {
  return readFileSync(new URL(`./${name}.css`, import.meta.url), 'utf8')
    .replace(/\/\*.*?\*\/\s*/gs, '')
    .replace(/\n\s*/g, '\n')
    .trim();
}

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asset } from '../../../src/web/assets/asset.ts';
import { clientScript, type ScriptName } from '../../../src/web/assets/scripts.ts';
import { queuesStylesheet, siteStylesheet } from '../../../src/web/assets/stylesheets.ts';
import { type TestSite, testSite } from '../../support/site.ts';

const ASSETS = 'src/web/assets';
const namesIn = (folder: string, extension: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length));
const SCRIPTS = namesIn(`${ASSETS}/client`, '.ts') as ScriptName[];

const isVersionedByContent = ({ address, content }: Asset) =>
  address.endsWith(`?v=${createHash('sha256').update(content).digest('hex').slice(0, 12)}`);
const withoutComments = (css: string) => css.replace(/\/\*.*?\*\//gs, '');
const rulesOf = (css: string) => withoutComments(css).replace(/\s/g, '');

describe('assets', () => {
  it('have the hash of their content in their address', () => {
    const assets = [siteStylesheet(), queuesStylesheet(), ...SCRIPTS.map(clientScript)];
    expect(assets).toHaveLength(9);
    expect(assets.filter((asset) => !isVersionedByContent(asset))).toEqual([]);
  });

  describe('in responses', () => {
    let site: TestSite;
    beforeAll(async () => {
      site = await testSite();
    });
    afterAll(() => site?.close());

    it.each([
      ['the style sheet', siteStylesheet, 'text/css; charset=utf-8'],
      ['the form’s script', () => clientScript('subscriber-form'), 'text/javascript; charset=utf-8'],
      ['the time zone’s script', () => clientScript('time-zone'), 'text/javascript; charset=utf-8'],
    ])('are immutable under their own version and revalidated without it: %s', async (_, asset, type) => {
      const { address, content } = asset();
      const versioned = await site.get(address);
      expect([versioned.status, await versioned.text()]).toEqual([200, content]);
      expect(versioned.headers.get('Content-Type')).toBe(type);
      expect(versioned.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
      const plain = await site.get(address.split('?')[0] ?? '');
      expect(plain.headers.get('Cache-Control')).toBe('public, no-cache');
    });
  });

  it('compile every script in client/ to small JavaScript that leaks no global', () => {
    for (const name of SCRIPTS) {
      const { content } = clientScript(name);
      expect(content, name).toMatch(/^"use strict";\(\(\)=>\{.*\}\)\(\);\n$/s);
      expect(content.length, name).toBeLessThan(2_500);
    }
  });

  it('serve every rule of every style sheet file, site parts in cascade order', () => {
    const site = rulesOf(siteStylesheet().content);
    const parts = namesIn(ASSETS, '.css').filter((name) => name !== 'queues');
    const starts = parts.map((name) => site.indexOf(rulesOf(readFileSync(`${ASSETS}/${name}.css`, 'utf8'))));
    expect(starts.filter((start) => start < 0)).toEqual([]);
    expect(parts[starts.indexOf(Math.max(...starts))]).toBe('print');
    expect(rulesOf(queuesStylesheet().content)).toContain(
      rulesOf(readFileSync(`${ASSETS}/queues.css`, 'utf8')),
    );
  });

  it('keep the dashboard’s rules from restyling public pages', () => {
    const selectorsOf = (css: string) =>
      [...css.matchAll(/([^{}@;]+)\{/g)].flatMap(([, list = '']) =>
        list.split(',').map((each) => each.trim()),
      );
    // A class alone: its rule applies on every page.
    const classesOf = (names: string[]) =>
      names
        .flatMap((name) => selectorsOf(withoutComments(readFileSync(`${ASSETS}/${name}.css`, 'utf8'))))
        .filter((selector) => /^\.[\w-]+$/.test(selector));
    const dashboard = ['dashboard', 'dashboard-today'];
    const shared = new Set(
      classesOf(namesIn(ASSETS, '.css').filter((name) => ![...dashboard, 'queues'].includes(name))),
    );
    expect(shared).toContain('.facts');
    expect(classesOf(dashboard)).toContain('.status-line');
    expect(classesOf(dashboard).filter((each) => shared.has(each))).toEqual([]);
  });

  it('are files: no template literal holds CSS or JavaScript', () => {
    const sources = ['src', 'workers', 'templates'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name) && !name.includes('client'))
        .map((name) => `${folder}/${name}`),
    );
    expect(sources.length).toBeGreaterThan(400);
    const css = /[.#\w\]-]\s*\{\s*[\w-]+:[^`]*\n/;
    const script = /'use strict'|addEventListener\(|querySelector|document\./;
    const wrong = sources.filter((path) =>
      [...readFileSync(path, 'utf8').matchAll(/`[^`]*`/gs)].some(
        ([literal]) => css.test(literal) || script.test(literal),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

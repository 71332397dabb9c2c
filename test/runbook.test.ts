import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALERT_KINDS, type AlertKind } from '../src/alerts/alert-kinds.ts';
import { brokenCommands, commandsIn } from './support/documented-commands.ts';

const RUNBOOK = readFileSync('docs/RUNBOOK.md', 'utf8');
const quoted = [...RUNBOOK.matchAll(/^The dashboard says: (.*)$/gm)].map((match) => match[1] ?? '');

describe('the runbook', () => {
  it('names each kind of alert in exactly one situation, by the headline of the dashboard', () => {
    const named = quoted.flatMap((line) => line.match(/\*[^*]+\* \(`[A-Z_]+`\)/g) ?? []);
    const kinds = Object.entries(ALERT_KINDS).map(([code, { headline }]) => `*${headline}* (\`${code}\`)`);
    expect(named.sort()).toEqual(kinds.sort());
    expect(quoted.length).toBe(12);
  });

  it('names only commands and options that exist', async () => {
    expect(commandsIn(RUNBOOK).length).toBeGreaterThan(20);
    expect(await brokenCommands(RUNBOOK)).toEqual([]);
    expect(
      await brokenCommands('`npm run paperboy -- edition mend today` `npm run paperboy -- doctor --deep`'),
    ).toEqual(['edition mend today', 'doctor --deep']);
  });

  it.each(Object.entries<AlertKind>(ALERT_KINDS))(
    '%s has a short remedy with commands that exist',
    async (_, kind) => {
      const remedy = kind.remedy('daily-2026-11-23');
      expect(remedy).toMatch(/^[A-Z].{10,}/);
      expect(remedy.length + kind.meaning.length).toBeLessThan(420);
      expect(kind.page('daily-2026-11-23')).toMatch(/^\/operator/);
      expect(await brokenCommands(remedy)).toEqual([]);
    },
  );

  it('leads from an alert to the page of its edition or import', () => {
    for (const code of ['DELIVERIES_LATE', 'TOTALS_MISMATCH', 'EDITION_PAUSED'] as const)
      expect(ALERT_KINDS[code].page('daily-2026-11-23')).toBe('/operator/editions/daily-2026-11-23');
    expect(ALERT_KINDS.IMPORT_STUCK.page('7')).toBe('/operator/subscribers/imports/7');
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALERT_KINDS, type AlertKind } from '../src/alerts/alert-kinds.ts';
import { runCommandLine } from '../src/cli/program.ts';

const RUNBOOK = readFileSync('docs/RUNBOOK.md', 'utf8');
const told = [...RUNBOOK.matchAll(/^The dashboard says: (.*)$/gm)].map((match) => match[1] ?? '');

/** What follows `npm run paperboy --` wherever it stands in that text, up to the end of the command. */
const commandsIn = (text: string): string[] =>
  [...text.matchAll(/npm run paperboy -- ([^`\n#()]+)/g)].map((match) => (match[1] ?? '').trim());

/** The help of the command that a line calls, or null where there is no such command. */
async function helpFor(line: string): Promise<string | null> {
  const [name = '', verb = ''] = line.split(/\s+/);
  const path = ['edition', 'subscribers', 'operator'].includes(name) ? [name, verb] : [name];
  let said = '';
  const say = (text: string) => {
    said += text;
  };
  const code = await runCommandLine([...path, '--help'], { out: say, err: say });
  return code === 0 && said.startsWith(`Usage: paperboy ${path.join(' ')} `) ? said : null;
}

/** The lines of a text that call what does not exist, or with an option that it has not. */
async function wrongIn(text: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const line of commandsIn(text)) {
    const help = await helpFor(line);
    const options = line.match(/--[a-z-]+/g) ?? [];
    if (
      help === null ||
      !options.every((option) => help.includes(`${option} `) || help.includes(`${option}\n`))
    )
      wrong.push(line);
  }
  return wrong;
}

describe('the runbook', () => {
  it('has every kind of alert in one of its situations, quoting the dashboard, and no other', () => {
    const named = told.flatMap((line) => line.match(/\*[^*]+\* \(`[A-Z_]+`\)/g) ?? []);
    const kinds = Object.entries(ALERT_KINDS).map(([code, { headline }]) => `*${headline}* (\`${code}\`)`);
    expect(named.sort()).toEqual(kinds.sort());
    expect(told.length).toBe(11);
  });

  it('calls only commands and options that exist', async () => {
    expect(commandsIn(RUNBOOK).length).toBeGreaterThan(20);
    expect(await wrongIn(RUNBOOK)).toEqual([]);
    expect(
      await wrongIn('`npm run paperboy -- edition mend today` `npm run paperboy -- doctor --deep`'),
    ).toEqual(['edition mend today', 'doctor --deep']);
  });

  it.each(Object.entries<AlertKind>(ALERT_KINDS))(
    '%s says what to do in commands that exist',
    async (_, kind) => {
      const remedy = kind.remedy('daily-2026-11-23');
      expect(remedy).toMatch(/^[A-Z].{10,}/);
      expect(remedy.length + kind.meaning.length).toBeLessThan(420);
      expect(kind.page('daily-2026-11-23')).toMatch(/^\/operator/);
      expect(await wrongIn(remedy)).toEqual([]);
    },
  );

  it('is not needed to find the page of an edition or an import that something is wrong with', () => {
    for (const code of ['DELIVERIES_LATE', 'TOTALS_MISMATCH', 'EDITION_PAUSED'] as const)
      expect(ALERT_KINDS[code].page('daily-2026-11-23')).toBe('/operator/editions/daily-2026-11-23');
    expect(ALERT_KINDS.IMPORT_STUCK.page('7')).toBe('/operator/people/imports/7');
  });
});

import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/program.ts';

/** Command names that scripts rely on. */
const NAMES = [
  'demo',
  'start',
  'migrate',
  'doctor',
  'ingest',
  'classify',
  'rank',
  'preview',
  'edition',
  'rerun',
  'ledger',
  'subscribers',
  'inbound',
  'restored',
  'backtest',
  'operator',
];

async function run(...argv: string[]) {
  let out = '';
  let err = '';
  const code = await runCommandLine(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

describe('the command line', () => {
  it('lists every command', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    const listed = [...out.matchAll(/^ {2}([a-z]+)\b/gm)].map((match) => match[1]);
    expect(listed).toEqual(expect.arrayContaining(NAMES));
    expect(listed.filter((name) => name !== 'help')).toHaveLength(NAMES.length);
  });

  it.each(NAMES)('shows the help of %s when no other command is loaded', async (name) => {
    const { code, out, err } = await run(name, '--help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^Usage: paperboy ${name} `));
  });

  it.each(['ledgr', 'toString', ''])('exits with 2 for the unknown command %j', async (name) => {
    const { code, out, err } = await run(name);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('unknown command');
  });
});

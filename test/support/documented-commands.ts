import { runCommandLine } from '../../src/cli/program.ts';

/** Command groups: the word after them is part of the command. */
const GROUPS = ['edition', 'subscribers', 'operator'];

/** Command lines of Paperboy in a text, from the name of the command to the end of the line or code span. */
export function commandsIn(text: string): string[] {
  const pattern = /(?:npm run (?:--silent )?paperboy --|npx paperboy) ([^`\n#()]+)/g;
  return [...text.matchAll(pattern)].map((match) => (match[1] ?? '').trim());
}

/** Returns the command lines that name a missing command, or an option that the command does not have. */
export async function brokenCommands(text: string): Promise<string[]> {
  const broken: string[] = [];
  for (const line of commandsIn(text)) {
    const help = await helpFor(line);
    const options = line.match(/--[a-z-]+/g) ?? [];
    const known = (option: string) => help?.includes(`${option} `) || help?.includes(`${option}\n`);
    if (help === null || !options.every(known)) broken.push(line);
  }
  return broken;
}

/** Returns the help text of the command on that line, or null for an unknown command. */
async function helpFor(line: string): Promise<string | null> {
  const [name = '', verb = ''] = line.split(/\s+/);
  const path = GROUPS.includes(name) ? [name, verb] : [name];
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const code = await runCommandLine([...path, '--help'], { out: print, err: print });
  return code === 0 && printed.startsWith(`Usage: paperboy ${path.join(' ')} `) ? printed : null;
}

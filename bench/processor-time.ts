import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of one tick of /proc/<id>/stat: Linux counts a hundred a second on every platform. */
const TICK_MS = 10;

/** CPU time in milliseconds of a process and all its children so far, those that have ended included. */
export function processorMs(processId: number): number {
  const own = readTicks(processId);
  if (!own) return 0;
  const children = readdirSync('/proc').flatMap((name) => {
    const ticks = /^\d+$/.test(name) ? readTicks(Number(name)) : null;
    return ticks?.parent === processId ? [ticks] : [];
  });
  return [own, ...children].reduce((sum, { ticks }) => sum + ticks, 0) * TICK_MS;
}

function readTicks(processId: number): { parent: number; ticks: number } | null {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The second field, the program's name, may contain spaces; the third one is the first after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), ticks };
  } catch {
    return null; // The process has ended meanwhile.
  }
}

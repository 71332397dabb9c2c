/** A moment as the desk shows it, e.g. `2026-11-23 07:15 UTC`; a dash where there is none. */
export function formatTime(time: Date | null): string {
  return time === null ? '–' : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

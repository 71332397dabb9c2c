import { z } from 'zod';

/**
 * Parses a day from outside, YYYY-MM-DD. Every day is a UTC day kept as text: it sorts as text and carries no
 * zone by accident. The bounds exclude year 0, which ISO 8601 has and PostgreSQL rejects.
 */
export const daySchema = z.iso.date().refine((day) => '1900' <= day && day < '3000');

/** Adds days to a day (YYYY-MM-DD); negative `days` subtract. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** ISO weekday of a day: 1 = Monday … 7 = Sunday. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** Number of a day within its year, from 1. */
export function dayOfYear(day: string): number {
  return (Date.parse(day) - Date.parse(`${day.slice(0, 4)}-01-01`)) / 86_400_000 + 1;
}

/** UTC day of a moment, YYYY-MM-DD. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

import { z } from 'zod';

/** Days as YYYY-MM-DD in UTC: they sort as text and never carry a zone by accident. */

/** A day from outside. ISO 8601 has a year 0, which PostgreSQL refuses; no paper and no digest is of such a time. */
export const daySchema = z.iso.date().refine((day) => '1900' <= day && day < '3000');

/** The day that many days later (or earlier, when negative), YYYY-MM-DD. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** The UTC day of a moment, YYYY-MM-DD. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

import { stringify } from 'csv-stringify/sync';
import type { Taxonomy } from '../../../config/topics/taxonomy.ts';
import { CSV_COLUMNS, type CsvColumn } from './csv-row.ts';

/** Address of the template's example row. An import refuses it, so that a forgotten example does no harm. */
export const TEMPLATE_ADDRESS = 'replace-this@example.com';

/** Returns a file to fill in: every column that an import reads, and one example row. */
export function csvTemplate(taxonomy: Taxonomy): string {
  const example: Partial<Record<CsvColumn, string>> = {
    address: TEMPLATE_ADDRESS,
    consent_at: '2026-03-01 09:30',
    consent_source: 'form on our website',
    cadence: 'daily',
    weekly_day: '1',
    size: '7',
    send_hour: '7',
    time_zone: 'Europe/Berlin',
    skip_quiet_days: 'yes',
    language: 'en',
    topics: taxonomy.topics
      .slice(0, 2)
      .map(({ slug }) => slug)
      .join(';'),
    queries: 'sparse attention;graph networks',
  };
  const columns = CSV_COLUMNS.filter((column) => column !== 'state');
  return stringify([example], { header: true, columns });
}

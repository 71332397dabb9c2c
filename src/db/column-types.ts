import type { ColumnType } from 'kysely';

/**
 * jsonb column: read as a value, written as JSON text, because pg would turn arrays into PostgreSQL arrays.
 */
export type Json<T> = ColumnType<T, string, string>;

/** Date column, read and written as YYYY-MM-DD (connect.ts keeps pg from making it a local midnight). */
export type Day = string;

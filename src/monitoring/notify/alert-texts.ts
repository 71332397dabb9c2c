import { alertKind } from '../../alerts/alert-kinds.ts';
import type { Telling } from './notify-queries.ts';

/** What is said of an alert wherever it is told. */
export interface Said {
  headline: string;
  message: string;
  meaning: string;
  remedy: string;
  /** The page of the desk. */
  link: string;
}

/** The words for an alert. */
export function said(publicUrl: string, telling: Telling): Said {
  const kind = alertKind(telling.code);
  return {
    headline: kind?.headline ?? telling.code,
    message: telling.message,
    meaning: kind?.meaning ?? '',
    remedy: telling.remedy,
    link: `${publicUrl}${kind?.page(telling.subject) ?? '/operator'}`,
  };
}

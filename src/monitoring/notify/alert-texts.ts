import { alertKind } from '../../alerts/alert-kinds.ts';
import type { AlertNotification } from './notify-queries.ts';

/** What is said of an alert wherever it is told. */
export interface DescribedResult {
  headline: string;
  message: string;
  meaning: string;
  remedy: string;
  /** The page of the desk. */
  link: string;
}

/** The words for an alert. */
export function describeResult(publicUrl: string, telling: AlertNotification): DescribedResult {
  const kind = alertKind(telling.code);
  return {
    headline: kind?.headline ?? telling.code,
    message: telling.message,
    meaning: kind?.meaning ?? '',
    remedy: telling.remedy,
    link: `${publicUrl}${kind?.page(telling.subject) ?? '/operator'}`,
  };
}

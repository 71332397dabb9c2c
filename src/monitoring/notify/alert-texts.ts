import { alertKind } from '../../alerts/alert-kinds.ts';
import type { AlertNotification } from './notify-queries.ts';

/** What is said of an alert wherever it is told. */
export interface AlertDescription {
  headline: string;
  message: string;
  meaning: string;
  remedy: string;
  /** The page of the desk. */
  link: string;
}

/** The words for an alert. */
export function describeAlert(publicUrl: string, telling: AlertNotification): AlertDescription {
  const kind = alertKind(telling.code);
  return {
    headline: kind?.headline ?? telling.code,
    message: telling.message,
    meaning: kind?.meaning ?? '',
    remedy: telling.remedy,
    link: `${publicUrl}${kind?.page(telling.subject) ?? '/operator'}`,
  };
}

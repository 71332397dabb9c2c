import { alertKind } from '../../alerts/alert-kinds.ts';
import type { AlertNotification } from './notify-queries.ts';

/** Text of one alert, the same in email and webhook. */
export interface AlertDescription {
  headline: string;
  message: string;
  meaning: string;
  remedy: string;
  /** URL of the dashboard page that shows it. */
  link: string;
}

/**
 * Describes an alert. An unknown code, raised by another release, is its own headline and links to the
 * dashboard.
 */
export function describeAlert(publicUrl: string, notification: AlertNotification): AlertDescription {
  const kind = alertKind(notification.code);
  return {
    headline: kind?.headline ?? notification.code,
    message: notification.message,
    meaning: kind?.meaning ?? '',
    remedy: notification.remedy,
    link: `${publicUrl}${kind?.page(notification.subject) ?? '/operator'}`,
  };
}

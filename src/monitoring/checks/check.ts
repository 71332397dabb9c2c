import type { AlertCode } from '../../alerts/alert-kinds.ts';
import type { Alert } from '../../alerts/alerts.ts';
import type { Context } from '../../context.ts';
import type { QueueConnection } from '../../queue/connect.ts';

/** Slice of the context that checks and notifications use. */
export type MonitorContext = Pick<
  Context,
  'db' | 'clock' | 'log' | 'env' | 'keys' | 'limits' | 'providers' | 'sources'
> & { queue: Pick<QueueConnection, 'kind' | 'ping'> };

/**
 * Result of one check. An open alert with one of `codes` that is neither in `alerts` nor in `keptOpen` has
 * ended.
 */
export interface CheckResult {
  codes: readonly AlertCode[];
  alerts: readonly Alert[];
  /** Alerts that stay open when they are open already; the check itself never opens them. */
  keptOpen?: readonly { code: string; subject: string }[];
  /**
   * Milliseconds after its last sighting during which an alert stays open. For conditions that only this
   * process, or only this moment, can see.
   */
  lingerMs?: number;
}

/** One read-only check. When it throws, its alerts stay as they are. */
export type Check = (ctx: MonitorContext, now: Date) => Promise<CheckResult>;

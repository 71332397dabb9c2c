import type { AlertCode } from '../../alerts/alert-kinds.ts';
import type { Alert } from '../../alerts/alerts.ts';
import type { Context } from '../../context.ts';
import type { QueueConnection } from '../../queue/connect.ts';

/** What the watch works with. */
export type MonitorContext = Pick<
  Context,
  'db' | 'clock' | 'log' | 'env' | 'keys' | 'limits' | 'providers' | 'sources'
> & { queue: Pick<QueueConnection, 'kind' | 'ping'> };

/** What one look has found: of the kinds that it knows of, those that hold now. The others are over. */
export interface CheckResult {
  codes: readonly AlertCode[];
  alerts: readonly Alert[];
  /** Alerts that go on if they are open, and are not opened by this look. */
  keptOpen?: readonly { code: string; subject: string }[];
  /** Where only this process, or only this moment, may see it: it is over when nobody has seen it for so long (ms). */
  lingerMs?: number;
}

/** One thing that is looked at in each round. It writes nothing; what it throws leaves its alerts as they are. */
export type Check = (ctx: MonitorContext, now: Date) => Promise<CheckResult>;

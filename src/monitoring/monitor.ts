import { MONITOR } from '../../config/alerts.ts';
import { alertKind } from '../alerts/alert-kinds.ts';
import { readOpenAlerts } from '../alerts/alert-queries.ts';
import { clearAlert, raiseAlert } from '../alerts/alerts.ts';
import { reasonOf } from '../errors.ts';
import { limitRepeats } from '../log.ts';
import type { Check, CheckResult, MonitorContext } from './checks/check.ts';
import { type ClockSources, checkClock } from './checks/clock.ts';
import { checkImports } from './checks/imports.ts';
import { checkInbound } from './checks/inbound.ts';
import { checkPapers } from './checks/papers.ts';
import { checkProviders } from './checks/providers.ts';
import { checkQueue } from './checks/queue.ts';
import { checkReports } from './checks/reports.ts';
import { checkDeliveries, checkPauses, checkRuns } from './checks/runs.ts';
import { checkSources } from './checks/sources.ts';

export interface Monitor {
  /**
   * Runs every check once, and raises and ends alerts accordingly. Never throws; stops early when the signal
   * aborts.
   */
  runChecks(signal?: AbortSignal): Promise<void>;
}

/**
 * Checks the installation directly and not through the queue, which could not report its own failure. Every
 * process may do so at once: an alert is one row, unique on code and subject.
 */
export function openMonitor(ctx: MonitorContext, clocks: ClockSources): Monitor {
  const since = ctx.clock.now();
  const clock = checkClock(clocks);
  const checks: Record<string, Check> = {
    clock: clock.jump,
    'database clock': clock.skew,
    queue: checkQueue,
    runs: checkRuns(since),
    deliveries: checkDeliveries(since),
    pauses: checkPauses,
    sources: checkSources(since),
    providers: checkProviders,
    papers: checkPapers,
    imports: checkImports,
    reports: checkReports(),
    inbound: checkInbound,
  };
  const reportFailure = limitRepeats(
    60_000,
    () => ctx.clock.now().getTime(),
    (reason, repeated) => ctx.log.error({ reason, repeated }, 'check failed'),
  );
  return {
    async runChecks(signal) {
      for (const [name, check] of Object.entries(checks)) {
        if (signal?.aborted) return;
        try {
          const now = ctx.clock.now();
          // Read before the check, which must not end an alert that was raised while it ran.
          const open = await readOpenAlerts(ctx.db);
          await reconcileAlerts(ctx, open, await check(ctx, now), now);
        } catch (error) {
          reportFailure(`${name}: ${reasonOf(error)}`);
        }
      }
      await clearUnknownAlerts(ctx).catch((error) => reportFailure(`alerts: ${reasonOf(error)}`));
    },
  };
}

/**
 * Ends alerts with a code that this release does not know. A process of the previous release may raise one
 * after the migration has renamed its codes, and no check would ever end it.
 */
async function clearUnknownAlerts(ctx: MonitorContext): Promise<void> {
  const staleBefore = ctx.clock.now().getTime() - MONITOR.unknownCodeMs;
  for (const alert of await readOpenAlerts(ctx.db))
    if (alertKind(alert.code) === undefined && alert.noticedAt.getTime() <= staleBefore)
      await clearAlert(ctx, ctx.db, alert);
}

/** Raises, refreshes and ends alerts so that the open ones match the result of a check. */
async function reconcileAlerts(
  ctx: MonitorContext,
  openBefore: Awaited<ReturnType<typeof readOpenAlerts>>,
  result: CheckResult,
  now: Date,
): Promise<void> {
  const codes: readonly string[] = result.codes;
  const open = openBefore.filter(({ code }) => codes.includes(code));
  for (const alert of result.alerts) {
    const known = open.find(({ code, subject }) => code === alert.code && subject === alert.subject);
    const isFresh = known && now.getTime() - known.noticedAt.getTime() < MONITOR.refreshMs;
    if (!isFresh || known.message !== alert.message) await raiseAlert(ctx, alert);
  }
  for (const alert of open) {
    const holds = [...result.alerts, ...(result.keptOpen ?? [])].some(
      ({ code, subject }) => code === alert.code && subject === alert.subject,
    );
    const lingers = Math.abs(now.getTime() - alert.noticedAt.getTime()) < (result.lingerMs ?? 0);
    if (!holds && !lingers) await clearAlert(ctx, ctx.db, alert);
  }
}

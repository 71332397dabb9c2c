import { MONITOR } from '../../config/alerts.ts';
import { readOpenAlerts } from '../alerts/alert-queries.ts';
import { clearAlert, raiseAlert } from '../alerts/alerts.ts';
import { reasonOf } from '../errors.ts';
import { limitRepeats } from '../log.ts';
import type { Check, CheckResult, MonitorContext } from './checks/check.ts';
import { type ClockSources, checkClock } from './checks/clock.ts';
import { checkImports } from './checks/imports.ts';
import { checkPapers } from './checks/papers.ts';
import { checkProviders } from './checks/providers.ts';
import { checkQueue } from './checks/queue.ts';
import { checkReports } from './checks/reports.ts';
import { checkDeliveries, checkPauses, checkRuns } from './checks/runs.ts';
import { checkSources } from './checks/sources.ts';

export interface Monitor {
  /** Looks at everything once: raises what is wrong, ends what is over. Never throws; ends early when the signal aborts. */
  runChecks(signal?: AbortSignal): Promise<void>;
}

/**
 * Looks after the installation, beside the queue and not through it: an alert that the queue is away would never come out of
 * it. Every process may do so at once, because an alert is one row however many notice it.
 */
export function openMonitor(ctx: MonitorContext, clocks: ClockSources): Monitor {
  const since = ctx.clock.now();
  const clock = checkClock(clocks);
  const looks: Record<string, Check> = {
    clock: clock.jump,
    'database clock': clock.apart,
    queue: checkQueue,
    runs: checkRuns(since),
    deliveries: checkDeliveries(since),
    pauses: checkPauses,
    sources: checkSources(since),
    providers: checkProviders,
    papers: checkPapers,
    imports: checkImports,
    reports: checkReports(),
  };
  const failed = limitRepeats(
    60_000,
    () => ctx.clock.now().getTime(),
    (reason, repeated) => ctx.log.error({ reason, repeated }, 'could not look'),
  );
  return {
    async runChecks(signal) {
      for (const [name, look] of Object.entries(looks)) {
        if (signal?.aborted) return;
        try {
          const now = ctx.clock.now();
          // Before the look, so that what is raised during it is not ended by a look that could not have seen it.
          const open = await readOpenAlerts(ctx.db);
          await keepAlerts(ctx, open, await look(ctx, now), now);
        } catch (error) {
          failed(`${name}: ${reasonOf(error)}`);
        }
      }
    },
  };
}

/** Brings the open alerts of these kinds in line with what was found. */
async function keepAlerts(
  ctx: MonitorContext,
  openBefore: Awaited<ReturnType<typeof readOpenAlerts>>,
  finding: CheckResult,
  now: Date,
): Promise<void> {
  const codes: readonly string[] = finding.codes;
  const open = openBefore.filter(({ code }) => codes.includes(code));
  for (const alert of finding.alerts) {
    const known = open.find(({ code, subject }) => code === alert.code && subject === alert.subject);
    const noted = known && now.getTime() - known.noticedAt.getTime() < MONITOR.refreshMs;
    if (!noted || known.message !== alert.message) await raiseAlert(ctx, alert);
  }
  for (const alert of open) {
    const holds = [...finding.alerts, ...(finding.keptOpen ?? [])].some(
      ({ code, subject }) => code === alert.code && subject === alert.subject,
    );
    const lingers = Math.abs(now.getTime() - alert.noticedAt.getTime()) < (finding.lingerMs ?? 0);
    if (!holds && !lingers) await clearAlert(ctx, ctx.db, alert);
  }
}

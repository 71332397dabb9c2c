/** Our texts within bull-board. */
export const QUEUES_TEXTS = {
  title: 'Paperboy queues',
  dashboard: 'Dashboard',
  notOffered: 'This action is disabled because it would bypass the schedule. Use Re-runs, or retry the job.',
  pausedAlert: (queue: string) => `The queue ${queue} was paused from the dashboard.`,
} as const;

/** Our texts within bull-board. */
export const QUEUES_TEXTS = {
  title: 'Paperboy queues',
  dashboard: 'Dashboard',
  notOffered:
    'This action is disabled: its effect would outlast the day or bypass the plan. Use Re-runs, or retry ' +
    'the job.',
  pausedAlert: (queue: string) => `The queue ${queue} was paused from the dashboard.`,
} as const;

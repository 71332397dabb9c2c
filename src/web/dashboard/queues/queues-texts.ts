/** The words of the queues' dashboard that are ours. */
export const QUEUES_TEXTS = {
  title: 'Paperboy’s queues',
  desk: 'Operator’s desk',
  viewer: 'Your account may look and change nothing.',
  notOffered:
    'The desk does not offer this, because it would outlive the day or bring in what the plan does not know. What is to be done again is done again from the desk or by retrying its job.',
  pausedAlert: (queue: string) => `The queue ${queue} is paused from the dashboard.`,
} as const;

import type { Installation } from '../../wiring.ts';

/** What pages and endpoints work with. The queue is only pinged and added to; the web makes no worker. */
export type WebContext = Pick<
  Installation,
  | 'env'
  | 'db'
  | 'clock'
  | 'log'
  | 'queue'
  | 'keys'
  | 'limits'
  | 'sources'
  | 'signalSources'
  | 'providers'
  | 'tracing'
>;

import type { Installation } from '../../wiring.ts';

/**
 * The part of an installation that pages and endpoints use. The web pings the queue and adds jobs; it runs no
 * worker.
 */
export type WebContext = Pick<
  Installation,
  | 'env'
  | 'taxonomy'
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

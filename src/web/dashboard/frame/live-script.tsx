import type { ReactElement } from 'react';
import { DASHBOARD } from '../../../../config/dashboard.ts';
import { clientScript } from '../../assets/scripts.ts';

/** Keeps the `data-live` parts of an open page up to date; for the page's head. */
export function LiveScript(): ReactElement {
  return <script src={clientScript('live-page').address} data-seconds={DASHBOARD.refreshSeconds} defer />;
}

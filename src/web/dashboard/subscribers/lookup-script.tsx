import type { ReactElement } from 'react';
import { clientScript } from '../../assets/scripts.ts';

/** Carries the address of a lookup: unlike a query, a header reaches no URL, log or browser history. */
export const LOOKUP_HEADER = 'X-Lookup-Email';

/** Makes `form[data-lookup]` work for viewers, who may send no form; for the page's head. */
export function LookupScript(): ReactElement {
  return <script src={clientScript('subscriber-lookup').address} data-header={LOOKUP_HEADER} defer />;
}

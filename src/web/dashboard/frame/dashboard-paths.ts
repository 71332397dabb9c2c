/** Path of the subscribers page; each subscriber's page is below it. */
export const SUBSCRIBERS_PATH = '/operator/subscribers';

/** Path of the imports; each import's page is below it. */
export const IMPORTS_PATH = `${SUBSCRIBERS_PATH}/imports`;

/** Path of the page about the cold model. */
export const COLD_MODEL_PATH = '/operator/cold-model';

/** Path of the page that undoes suppressions by source and period. */
export const UNDO_PATH = `${SUBSCRIBERS_PATH}/undo-suppressions`;

/** Path of a subscriber's page. */
export function subscriberDetailsPath(subscriberId: string): string {
  return `${SUBSCRIBERS_PATH}/${subscriberId}`;
}

/** Path of an edition's page. */
export function editionPath(edition: string): string {
  return `/operator/editions/${edition}`;
}

/** Path of the list of an edition's deliveries, filtered by state and skip reason. */
export function deliveriesPath(edition: string, filter: { state?: string; reason?: string } = {}): string {
  const query = new URLSearchParams(filter);
  return `${editionPath(edition)}/deliveries${query.size > 0 ? `?${query}` : ''}`;
}

/**
 * Path of a paper's page within an edition. The id is a query parameter because old arXiv ids contain a
 * slash.
 */
export function editionPaperPath(edition: string, paperId: string): string {
  return `${editionPath(edition)}/paper?id=${encodeURIComponent(paperId)}`;
}

/** Path of the confirmation page of an operation on an edition. */
export function editionOperationPath(edition: string, operation: string): string {
  return `${editionPath(edition)}/operations/${operation}`;
}

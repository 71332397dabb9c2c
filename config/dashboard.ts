/** Intervals, periods and page sizes of the dashboard. */
export const DASHBOARD = {
  /** Interval at which a visible page refreshes itself. */
  refreshSeconds: 12,
  /** Cache time of rates and growth, which are counted over all rows of a month. */
  statisticsCacheMinutes: 5,
  /** Days over which the usual duration of a step is the median. */
  medianDays: 14,
  /** Days of the list size chart. */
  growthDays: 30,
  /** Days over which a category's usual arrival is measured: four of each weekday. */
  categoryDays: 28,
  /** Minutes over which a provider's pace is counted. */
  paceMinutes: 10,
  /** Cache time of counts over the rows of one day. */
  countsCacheSeconds: 10,
  /** Editions with a smaller audience are counted on every request, which takes milliseconds. */
  countsCachedFromAudience: 20_000,
  /**
   * Maximum number of editions on the Today page: those of the newest day and older ones that are not over.
   */
  maxEditions: 12,
  /** Rows on one page of an edition's deliveries. */
  rowsPerPage: 100,
} as const;

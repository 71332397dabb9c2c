/** What the desk's pages show, and how often. */
export const DASHBOARD = {
  /** A page that is looked at asks for itself again this often. */
  refreshSeconds: 12,
  /** Rates and growth are counted over every row of a month; once for everybody who looks, and not more often than this. */
  statisticsCacheMinutes: 5,
  /** "Usually" is the median of so many days. */
  medianDays: 14,
  growthDays: 30,
  /** When a category's papers are usually here is told weekday by weekday, so it takes four of each. */
  categoryDays: 28,
  /** A provider's pace is what it took in so many. */
  paceMinutes: 10,
  /** What is counted over the rows of a day is kept so long, whoever looks. */
  countsCacheSeconds: 10,
  /** Editions with fewer people are counted at every look: it takes milliseconds. */
  countsCachedFromAudience: 20_000,
  /** Editions on the first page: those of the newest day and older ones that are not over. */
  maxEditions: 12,
  rowsPerPage: 100,
} as const;

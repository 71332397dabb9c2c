/**
 * Caches the result of `read` for `milliseconds`, measured by the `now` of each call. Failures are not
 * cached.
 */
export function cached<Result>(
  milliseconds: number,
  read: (now: Date) => Promise<Result>,
): (now: Date) => Promise<Result> {
  let entry: { readAt: number; result: Promise<Result> } | null = null;
  return (now) => {
    const readAt = now.getTime();
    if (entry && Math.abs(readAt - entry.readAt) < milliseconds) return entry.result;
    const fresh = { readAt, result: read(now) };
    entry = fresh;
    fresh.result.catch(() => {
      if (entry === fresh) entry = null;
    });
    return fresh.result;
  };
}

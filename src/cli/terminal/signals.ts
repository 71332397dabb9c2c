const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Resolves at the first SIGTERM or SIGINT; a second one ends the process at once with the status a shell gives to
 * it. What was in hand then is settled by the next process: that is what the attempt rows are for.
 */
export function untilSignal(onFirst: (signal: NodeJS.Signals) => void): Promise<void> {
  return new Promise((resolve) => {
    let count = 0;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        count += 1;
        if (count > 1) process.exit(signal === 'SIGINT' ? 130 : 143);
        onFirst(signal);
        resolve();
      });
    }
  });
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Resolves at the first SIGTERM or SIGINT. A second one ends the process at once with a shell's exit status;
 * the attempt rows let the next process settle the deliveries that were in progress.
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

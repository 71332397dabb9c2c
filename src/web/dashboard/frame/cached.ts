/** Gives a reader whose answer is kept for so long, whoever asks; one that failed is not kept. */
export function cached<Answer>(
  milliseconds: number,
  read: (now: Date) => Promise<Answer>,
): (now: Date) => Promise<Answer> {
  let kept: { at: number; answer: Promise<Answer> } | null = null;
  return (now) => {
    const at = now.getTime();
    if (kept && Math.abs(at - kept.at) < milliseconds) return kept.answer;
    const mine = { at, answer: read(now) };
    kept = mine;
    mine.answer.catch(() => {
      if (kept === mine) kept = null;
    });
    return mine.answer;
  };
}

/** Whoever asks while an answer is on its way, or soon after, gets the same one: scrapers that come together cost one question. */
export function shareAnswer<T>(ask: () => Promise<T>, freshMs: number): () => Promise<T> {
  let shared: { readonly answer: Promise<T>; goodUntil: number } | null = null;
  return () => {
    if (shared && performance.now() < shared.goodUntil) return shared.answer;
    const asked = { answer: ask(), goodUntil: Number.POSITIVE_INFINITY };
    shared = asked;
    const stale = () => {
      asked.goodUntil = performance.now() + freshMs;
    };
    asked.answer.then(stale, stale);
    return asked.answer;
  };
}

const ASKER_GONE_MS = 30_000;

/**
 * Until when a question to the provider that is asked `now` is its asker's: at most half a minute, and not beyond the `next` one.
 * Whoever asks may die while it does; then somebody else asks, however far off the next question would be.
 */
export const askedUntil = (next: Date, now: Date): Date =>
  new Date(Math.min(next.getTime(), now.getTime() + ASKER_GONE_MS));

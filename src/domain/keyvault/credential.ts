const HOUR_MS = 3_600_000;
/** How long an earlier token or secret of a service still counts beside the new one, unless somebody says otherwise. */
export const USUAL_GRACE_MS = 24 * HOUR_MS;
/** What has leaked must not live on for long because of a slip. */
export const LONGEST_GRACE_MS = 30 * 24 * HOUR_MS;

type Expiring = { readonly expiresAt: Date | null };

export const isLive = ({ expiresAt }: Expiring, now: Date): boolean => expiresAt === null || now < expiresAt;

/** The first instant at which what there was before is refused. */
export function endOfGrace(now: Date, graceMs: number): Date {
  if (!(graceMs >= 0 && graceMs <= LONGEST_GRACE_MS)) throw new RangeError(`a grace of ${graceMs} ms`);
  return new Date(now.getTime() + graceMs);
}

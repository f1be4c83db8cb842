import type { Entry } from '../history.ts';

/** Of requests: how many had an answer of 500 or more, or none although they had been sent. Operators' commands are none. */
export const serverFaults = (entries: readonly Entry[]): number =>
  entries.filter(({ to, endedAt, status, fault }) => {
    if (to === null || endedAt === null || fault === 'refused') return false;
    return status === null || status >= 500;
  }).length;

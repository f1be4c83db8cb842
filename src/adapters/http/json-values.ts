import { z } from 'zod';

/** A whole number of points. */
export const shownPoints = z.int().min(0);
export const shownInstant = z.iso.datetime();

/** `2026-01-15T04:00:00.000Z` */
export const instant = (at: Date): string => at.toISOString();

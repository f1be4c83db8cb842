import { z } from 'zod';
import { type Points, points } from '../../domain/shared/points.ts';

export type NoticeConfig = {
  /** At which levels users hear that their points run low. None: at none. */
  readonly lowPointsLevels: readonly Points[];
  /** How many days before they expire users hear of it. */
  readonly expiringDays: number;
};

const MOST_LEVELS = 5;
const levels = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .pipe(z.array(z.string().regex(/^\d{1,15}$/, 'expected whole numbers such as 100,20, separated by commas')))
  .refine((all) => all.length <= MOST_LEVELS, { error: `expected at most ${MOST_LEVELS} levels` })
  .transform((all) => [...new Set(all.map(BigInt))].map(points));

/** What users are told without having asked. */
export const noticeShape = {
  POINTS_LOW_LEVELS: levels.default([points(100n), points(20n)]),
  POINTS_EXPIRING_DAYS: z.coerce.number().int().min(1).max(90).default(7),
};

export const toNoticeConfig = (env: z.infer<z.ZodObject<typeof noticeShape>>): NoticeConfig => ({
  lowPointsLevels: env.POINTS_LOW_LEVELS,
  expiringDays: env.POINTS_EXPIRING_DAYS,
});

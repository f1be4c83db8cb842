import { z } from 'zod';

/** How many items a page of a list holds, as the query says it. */
export const pageLimit = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, { message: 'expected a number from 1 to 100' })
  .transform(Number)
  .pipe(z.int().max(100))
  .default(20);

import { z } from 'zod';

/** RFC 9457, with our `code`. Members beyond these say more about the case at hand. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
});

import { z } from 'zod';
import type { ApiCode } from '../../domain/shared/ids.ts';

/** Text that can be stored and shown: PostgreSQL refuses NUL, and half a surrogate pair would come back as another character. */
export const plainText = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, { message: 'expected text without control characters' });

export const apiCode = plainText
  .min(1)
  .max(64)
  .transform((code) => code as ApiCode);

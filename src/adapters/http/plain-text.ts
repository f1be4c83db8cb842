import { z } from 'zod';
import { DEVICE_MAX_LENGTH } from '../../domain/identity/session.ts';
import type { ApiCode } from '../../domain/shared/ids.ts';

/** Text that can be stored and shown: PostgreSQL refuses NUL, and half a surrogate pair would come back as another character. */
export const plainText = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, { message: 'expected text without control characters' });

/** What the user will recognise a client by, such as `iPhone 15`. */
export const deviceName = plainText.trim().min(1).max(DEVICE_MAX_LENGTH);

export const apiCode = plainText
  .min(1)
  .max(64)
  .transform((code) => code as ApiCode);

import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { IdSource, Secrets } from '../../application/shared/random.ts';

export const uuidV7Source: IdSource = { next: <Id extends string>() => v7() as string as Id };

export const nodeSecrets: Secrets = {
  random: (bytes) => randomBytes(bytes),
  digest: (text) => createHash('sha256').update(text).digest('hex'),
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
};

import { createHash, createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { v7 } from 'uuid';
import type { IdSource, Secrets } from '../../application/shared/random.ts';

export const uuidV7Source: IdSource = { next: <Id extends string>() => v7() as string as Id };

export const nodeSecrets: Secrets = {
  random: (bytes) => randomBytes(bytes),
  digest: (content) => hash('sha256', content, 'hex'),
  isHmac: (hex, text, secret) => {
    const right = Buffer.from(createHmac('sha256', secret).update(text).digest('hex'));
    const given = Buffer.from(hex);
    return given.length === right.length && timingSafeEqual(given, right);
  },
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
};

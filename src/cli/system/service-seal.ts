import path from 'node:path';
import { sealUnder } from '../../adapters/system/seal-secret.ts';
import type { SealSecret } from '../../application/shared/seal-secret.ts';
import type { Config } from './config.ts';
import { keptSecret } from './kept-secret.ts';

/** Within the data folder. */
export const ROOT_SECRET_FILE = 'seahorse-secret';

/**
 * Seals the signing secrets of services, those of their webhooks, and the tokens of the checkouts that they open. With the embedded database comes a
 * root secret that is kept beside it; with a real one an operator gives it to every process, and it is needed only once a
 * service signs, opens a checkout or has a webhook. Null: nobody has.
 */
export async function openServiceSeal(
  config: Pick<Config, 'rootSecret' | 'database' | 'dataDir'>,
): Promise<SealSecret | null> {
  if (config.rootSecret) return sealUnder(config.rootSecret);
  if (config.database.url) return null;
  return sealUnder(await keptSecret(path.resolve(config.dataDir, ROOT_SECRET_FILE)));
}

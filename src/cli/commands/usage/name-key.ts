import { parseId } from '../../../adapters/http/public-id.ts';
import type { UnitOfWork } from '../../../application/shared/unit-of-work.ts';
import type { ApiKey } from '../../../domain/keyvault/api-key.ts';
import type { ApiKeyId } from '../../../domain/shared/ids.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { UsageError } from '../usage-error.ts';

/** What was said is not repeated: somebody may have pasted a token. */
export function readKey(text: string): ApiKeyId {
  const id = parseId<ApiKeyId>('key', text);
  if (id) return id;
  throw new UsageError('expected the id of a key such as key_0192…, never its token; "seahorse ledger show" tells it');
}

export async function findKey(uow: UnitOfWork<'apiKeys'>, text: string): Promise<ApiKey> {
  const id = readKey(text);
  const key = await uow.run(({ apiKeys }) => apiKeys.find(id));
  if (!key) throw new ExpectedFailure(`there is no key ${text}, or it was deleted`);
  return key;
}

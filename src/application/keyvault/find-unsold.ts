import type { Scope } from '../../domain/keyvault/api-key.ts';
import type { ApiCode } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

/** The first API of this scope that we do not sell. */
export async function findUnsold(
  { soldApis }: Pick<Stores, 'soldApis'>,
  scope: Scope,
  now: Date,
): Promise<ApiCode | null> {
  for (const code of scope === 'all' ? [] : scope) if (!(await soldApis.find(code, now))) return code;
  return null;
}

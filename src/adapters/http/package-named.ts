import type { PackageId } from '../../domain/shared/ids.ts';
import { parseId } from './public-id.ts';

/** A package as a caller names it: by its public id, or by the code that stands in the price table. */
export function packageNamed(text: string): { readonly id: PackageId } | { readonly code: string } {
  const id = parseId<PackageId>('pkg', text);
  return id === null ? { code: text } : { id };
}

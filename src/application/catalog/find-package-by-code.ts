import type { PackageId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type FindPackageByCode = (code: string) => Promise<PackageId | null>;

/** The package that the operator calls so, on sale or not. */
export const findPackageByCode =
  ({ uow }: { readonly uow: UnitOfWork<'packages'> }): FindPackageByCode =>
  (code) =>
    uow.run(async ({ packages }) => (await packages.list()).find((each) => each.code === code)?.id ?? null);

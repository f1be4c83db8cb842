import type { SoldApi } from '../../domain/catalog/sold-api.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type ListSoldApis = () => Promise<SoldApi[]>;

/** Every API that can be called with points, with its price and state. */
export const listSoldApis =
  ({ uow }: { readonly uow: UnitOfWork<'soldApis'> }): ListSoldApis =>
  () =>
    uow.run(({ soldApis }) => soldApis.list());

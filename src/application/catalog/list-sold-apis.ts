import type { SoldApi } from '../../domain/catalog/sold-api.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type ListSoldApis = () => Promise<SoldApi[]>;

/** Every API that can be called with points, with its price, the announced one, and its state. */
export const listSoldApis =
  ({ uow }: { readonly uow: UnitOfWork<'soldApis' | 'clock'> }): ListSoldApis =>
  () =>
    uow.run(async ({ soldApis, clock }) => soldApis.list(await clock.now()));

import type { ServiceId, UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { findWithin } from './map-external-user.ts';

/** Null: this service has mapped none by this id. */
export type FindExternalUser = (serviceId: ServiceId, externalId: string) => Promise<UserId | null>;

export const findExternalUser =
  ({ uow }: { readonly uow: UnitOfWork<'externalUsers' | 'users'> }): FindExternalUser =>
  (serviceId, externalId) =>
    uow.run(async (stores) => (await findWithin(stores, serviceId, externalId))?.id ?? null);

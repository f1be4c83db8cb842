import type { SigningSecret } from '../../domain/keyvault/key-stores.ts';
import type { Service, ServiceToken } from '../../domain/keyvault/service.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

export type ListedService = {
  readonly service: Service;
  /** Newest first, ended ones included. */
  readonly tokens: readonly ServiceToken[];
  readonly secrets: readonly Omit<SigningSecret, 'sealed'>[];
  /** When this was read. */
  readonly at: Date;
};
type Dependencies = { readonly uow: UnitOfWork<'services' | 'clock'> };
export type ListServices = () => Promise<ListedService[]>;
export type ShowService = (name: string) => Promise<ListedService | null>;

/** Every service with what it shows to be let in, but never that itself; by name. */
export const listServices =
  ({ uow }: Dependencies): ListServices =>
  () =>
    uow.run(async (stores) => {
      const listed: ListedService[] = [];
      for (const service of await stores.services.list()) listed.push(await describe(stores, service));
      return listed;
    });

export const showService =
  ({ uow }: Dependencies): ShowService =>
  (name) =>
    uow.run(async (stores) => {
      const service = await stores.services.findByName(name);
      return service && describe(stores, service);
    });

async function describe(
  { services, clock }: Pick<Stores, 'services' | 'clock'>,
  service: Service,
): Promise<ListedService> {
  const secrets = await services.listSecrets(service.id);
  return {
    service,
    tokens: await services.listTokens(service.id),
    secrets: secrets.map(({ sealed: _, ...shown }) => shown),
    at: await clock.now(),
  };
}

import { formatToken, hintOf, TOKEN_RANDOM_BYTES } from '../../domain/keyvault/key-token.ts';
import type { Service, ServiceToken } from '../../domain/keyvault/service.ts';
import type { ServiceId } from '../../domain/shared/ids.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'services' | 'clock'>;
  readonly ids: IdSource;
  readonly secrets: Secrets;
};
export type CreateServiceOutcome =
  /** `token` is shown now and never again. */
  { readonly kind: 'created'; readonly service: Service; readonly token: string } | { readonly kind: 'name_taken' };
/** What it may do, and where from; everything and anywhere unless said. */
export type ServiceTerms = Partial<Pick<Service, 'operations' | 'networks' | 'requiresSignature'>>;
export type CreateService = (name: string, terms?: ServiceTerms) => Promise<CreateServiceOutcome>;

/** Lets a backend service use the internal API. */
export const createService =
  ({ uow, ids, secrets }: Dependencies): CreateService =>
  (name, terms = {}) =>
    uow.run(async ({ services, clock }) => {
      await services.lockName(name);
      if (await services.findByName(name)) return { kind: 'name_taken' };
      const token = formatToken('ss_live_', secrets.random(TOKEN_RANDOM_BYTES));
      const createdAt = await clock.now();
      const service: Service = {
        ...{
          id: ids.next<ServiceId>(),
          name,
          operations: 'all',
          networks: null,
          requiresSignature: false,
          enabled: true,
        },
        ...terms,
        createdAt,
      };
      const described: ServiceToken = {
        ...{ serviceId: service.id, hint: hintOf('ss_live_', token), createdAt, expiresAt: null },
      };
      await services.add(service);
      await services.addToken(described, secrets.digest(token));
      return { kind: 'created', service, token };
    });

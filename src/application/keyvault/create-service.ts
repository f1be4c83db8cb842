import { formatToken, hintOf, TOKEN_RANDOM_BYTES } from '../../domain/keyvault/key-token.ts';
import type { Service, ServiceToken } from '../../domain/keyvault/service.ts';
import { serviceFacts } from '../../domain/keyvault/service-change.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { ServiceId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'services' | 'audit' | 'clock'>;
  readonly ids: IdSource;
  readonly secrets: Secrets;
  readonly by: DoneBy;
};
export type CreateServiceOutcome =
  /** `token` is shown now and never again. */
  { readonly kind: 'created'; readonly service: Service; readonly token: string } | { readonly kind: 'name_taken' };
/** What it may do, and where from; everything and anywhere unless said. */
export type ServiceTerms = Partial<Pick<Service, 'operations' | 'networks' | 'requiresSignature' | 'returnOrigins'>>;
export type CreateService = (name: string, terms?: ServiceTerms) => Promise<CreateServiceOutcome>;

/** Lets a backend service use the internal API. */
export const createService =
  ({ uow, ids, secrets, by }: Dependencies): CreateService =>
  (name, terms = {}) =>
    uow.run(async (stores) => {
      const { services, clock } = stores;
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
          returnOrigins: [],
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
      const subject = { kind: 'service', id: service.id } as const;
      const after = serviceFacts(service);
      await noteDeed(stores, ids, by, { action: 'service.created', subject, userId: null, after });
      return { kind: 'created', service, token };
    });

import { formatToken, hintOf, TOKEN_RANDOM_BYTES } from '../../domain/keyvault/key-token.ts';
import type { Service } from '../../domain/keyvault/service.ts';
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
export type CreateService = (name: string) => Promise<CreateServiceOutcome>;

/** Lets a backend service use the internal API. */
export const createService =
  ({ uow, ids, secrets }: Dependencies): CreateService =>
  (name) =>
    uow.run(async ({ services, clock }) => {
      await services.lockName(name);
      if (await services.findByName(name)) return { kind: 'name_taken' };
      const token = formatToken('ss_live_', secrets.random(TOKEN_RANDOM_BYTES));
      const hint = hintOf('ss_live_', token);
      const service = { id: ids.next<ServiceId>(), name, hint, enabled: true, createdAt: await clock.now() };
      await services.add(service, secrets.digest(token));
      return { kind: 'created', service, token };
    });

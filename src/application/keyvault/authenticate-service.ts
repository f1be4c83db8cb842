import { isWellFormed } from '../../domain/keyvault/key-token.ts';
import type { Service } from '../../domain/keyvault/service.ts';
import type { Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'services'>; readonly secrets: Secrets };
export type ServiceOutcome =
  | { readonly kind: 'authenticated'; readonly service: Service }
  | { readonly kind: 'service_unknown' };
export type AuthenticateService = (token: string) => Promise<ServiceOutcome>;

/** Which backend service is calling? A disabled one is unknown. */
export const authenticateService =
  ({ uow, secrets }: Dependencies): AuthenticateService =>
  async (token) => {
    if (!isWellFormed('ss_live_', token)) return { kind: 'service_unknown' };
    const service = await uow.run(({ services }) => services.findByDigest(secrets.digest(token)));
    return service?.enabled ? { kind: 'authenticated', service } : { kind: 'service_unknown' };
  };

import type { Service } from '../../domain/keyvault/service.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type EndServiceCredentialsOutcome =
  | {
      readonly kind: 'ended';
      readonly service: Service;
      /** How many counted until now. */
      readonly tokens: number;
      readonly secrets: number;
    }
  | { readonly kind: 'unknown_service' };
export type CredentialKinds = { readonly tokens: boolean; readonly secrets: boolean };
export type EndServiceCredentials = (name: string, kinds: CredentialKinds) => Promise<EndServiceCredentialsOutcome>;

/** At once and without new ones, for what has leaked or is no longer used. */
export const endServiceCredentials =
  ({ uow }: { readonly uow: UnitOfWork<'services' | 'clock'> }): EndServiceCredentials =>
  (name, kinds) =>
    uow.run(async ({ services, clock }) => {
      await services.lockName(name);
      const service = await services.findByName(name);
      if (!service) return { kind: 'unknown_service' };
      const now = await clock.now();
      const tokens = kinds.tokens ? await services.endTokens(service.id, now) : 0;
      const secrets = kinds.secrets ? await services.endSecrets(service.id, now) : 0;
      return { kind: 'ended', service, tokens, secrets };
    });

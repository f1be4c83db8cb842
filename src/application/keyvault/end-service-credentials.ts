import type { Service } from '../../domain/keyvault/service.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'services' | 'audit' | 'clock'>;
  readonly ids: IdSource;
  readonly by: DoneBy;
};
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
  ({ uow, ids, by }: Dependencies): EndServiceCredentials =>
  (name, kinds) =>
    uow.run(async (stores) => {
      const { services, clock } = stores;
      await services.lockName(name);
      const service = await services.findByName(name);
      if (!service) return { kind: 'unknown_service' };
      const now = await clock.now();
      const tokens = kinds.tokens ? await services.endTokens(service.id, now) : 0;
      const secrets = kinds.secrets ? await services.endSecrets(service.id, now) : 0;
      const subject = { kind: 'service', id: service.id } as const;
      await noteDeed(stores, ids, by, { action: 'service.ended', subject, userId: null, before: { tokens, secrets } });
      return { kind: 'ended', service, tokens, secrets };
    });

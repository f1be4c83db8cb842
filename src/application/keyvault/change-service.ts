import { isLive } from '../../domain/keyvault/credential.ts';
import type { Service } from '../../domain/keyvault/service.ts';
import { changedService, type ServiceChange, serviceFacts } from '../../domain/keyvault/service-change.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'services' | 'audit' | 'clock'>;
  readonly ids: IdSource;
  readonly by: DoneBy;
};
export type ChangeServiceOutcome =
  | { readonly kind: 'changed'; readonly service: Service }
  | { readonly kind: 'unknown_service' }
  /** It would have to sign, and has nothing to sign with. */
  | { readonly kind: 'no_live_secret' };
export type ChangeService = (name: string, change: ServiceChange) => Promise<ChangeServiceOutcome>;

/** What it may do, where from, whether it has to sign, whether it may call at all; holds from the commit on. */
export const changeService =
  ({ uow, ids, by }: Dependencies): ChangeService =>
  (name, change) =>
    uow.run(async (stores) => {
      const { services, clock } = stores;
      await services.lockName(name);
      const before = await services.findByName(name);
      if (!before) return { kind: 'unknown_service' };
      if (change.requiresSignature) {
        const now = await clock.now();
        const secrets = await services.listSecrets(before.id);
        if (!secrets.some((secret) => isLive(secret, now))) return { kind: 'no_live_secret' };
      }
      const service = changedService(before, change);
      await services.save(service);
      const subject = { kind: 'service', id: service.id } as const;
      const facts = { before: serviceFacts(before), after: serviceFacts(service) };
      await noteDeed(stores, ids, by, { action: 'service.changed', subject, userId: null, ...facts });
      return { kind: 'changed', service };
    });

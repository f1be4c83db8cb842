import { endOfGrace } from '../../domain/keyvault/credential.ts';
import { formatToken, hintOf, TOKEN_RANDOM_BYTES } from '../../domain/keyvault/key-token.ts';
import type { Service } from '../../domain/keyvault/service.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'services' | 'audit' | 'clock'>;
  readonly ids: IdSource;
  readonly secrets: Secrets;
  readonly by: DoneBy;
};
export type RotateServiceTokenOutcome =
  | {
      readonly kind: 'rotated';
      readonly service: Service;
      /** Shown now and never again. */
      readonly token: string;
      /** From then on, no earlier token counts. */
      readonly earlierEndAt: Date;
    }
  | { readonly kind: 'unknown_service' };
export type RotateServiceToken = (name: string, graceMs: number) => Promise<RotateServiceTokenOutcome>;

/** A new token; those of before count for the grace, so that nothing stands still while it is being put in place. */
export const rotateServiceToken =
  ({ uow, ids, secrets, by }: Dependencies): RotateServiceToken =>
  (name, graceMs) =>
    uow.run(async (stores) => {
      const { services, clock } = stores;
      await services.lockName(name);
      const service = await services.findByName(name);
      if (!service) return { kind: 'unknown_service' };
      const now = await clock.now();
      const earlierEndAt = endOfGrace(now, graceMs);
      // Before the new one is there: it is not meant.
      await services.endTokens(service.id, earlierEndAt);
      const token = formatToken('ss_live_', secrets.random(TOKEN_RANDOM_BYTES));
      const described = { serviceId: service.id, hint: hintOf('ss_live_', token), createdAt: now, expiresAt: null };
      await services.addToken(described, secrets.digest(token));
      const subject = { kind: 'service', id: service.id } as const;
      const after = { earlier_end_at: earlierEndAt.toISOString() };
      await noteDeed(stores, ids, by, { action: 'service.token_rotated', subject, userId: null, after });
      return { kind: 'rotated', service, token, earlierEndAt };
    });

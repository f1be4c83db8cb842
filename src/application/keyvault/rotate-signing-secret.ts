import { endOfGrace, isLive } from '../../domain/keyvault/credential.ts';
import { formatToken, TOKEN_RANDOM_BYTES } from '../../domain/keyvault/key-token.ts';
import type { Service } from '../../domain/keyvault/service.ts';
import { sealedForSigning } from '../../domain/keyvault/signature.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { SigningSecretId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { SealSecret } from '../shared/seal-secret.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'services' | 'audit' | 'clock'>;
  readonly ids: IdSource;
  readonly secrets: Secrets;
  readonly serviceSeal: SealSecret;
  readonly by: DoneBy;
};
export type RotateSigningSecretOutcome =
  | {
      readonly kind: 'rotated';
      readonly service: Service;
      readonly secretId: SigningSecretId;
      /** Shown now and never again, although it can be read: it is sealed at rest. */
      readonly secret: string;
      /** From then on, no earlier secret counts. Null: there was none. */
      readonly earlierEndAt: Date | null;
    }
  | { readonly kind: 'unknown_service' };
export type RotateSigningSecret = (name: string, graceMs: number) => Promise<RotateSigningSecretOutcome>;

/** A secret for the service to sign its requests with, its first one or another; those of before count for the grace. */
export const rotateSigningSecret =
  ({ uow, ids, secrets, serviceSeal, by }: Dependencies): RotateSigningSecret =>
  (name, graceMs) =>
    uow.run(async (stores) => {
      const { services, clock } = stores;
      await services.lockName(name);
      const service = await services.findByName(name);
      if (!service) return { kind: 'unknown_service' };
      const now = await clock.now();
      const earlierEndAt = endOfGrace(now, graceMs);
      const hasEarlier = (await services.listSecrets(service.id)).some((earlier) => isLive(earlier, now));
      await services.endSecrets(service.id, earlierEndAt);
      const secret = formatToken('sg_live_', secrets.random(TOKEN_RANDOM_BYTES));
      const [id, serviceId] = [ids.next<SigningSecretId>(), service.id];
      const sealed = serviceSeal.seal(secret, sealedForSigning(serviceId, id));
      await services.addSecret({ id, serviceId, sealed, createdAt: now, expiresAt: null });
      const subject = { kind: 'service', id: serviceId } as const;
      const after = { secret_id: id, earlier_end_at: earlierEndAt.toISOString() };
      await noteDeed(stores, ids, by, { action: 'service.secret_rotated', subject, userId: null, after });
      return { kind: 'rotated', service, secretId: id, secret, earlierEndAt: hasEarlier ? earlierEndAt : null };
    });

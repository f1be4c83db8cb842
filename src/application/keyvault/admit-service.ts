import { isLive } from '../../domain/keyvault/credential.ts';
import { isWellFormed } from '../../domain/keyvault/key-token.ts';
import { type Operation, refuseService, type Service, type ServiceRefusal } from '../../domain/keyvault/service.ts';
import type { Caller } from '../ledger/usage.ts';
import type { Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'services' | 'clock'>; readonly secrets: Secrets };
export type Admission =
  | { readonly kind: 'admitted'; readonly service: Service }
  | { readonly kind: 'not_admitted'; readonly refusal: ServiceRefusal };
export type AdmitService = (caller: Caller, operation: Operation) => Promise<Admission>;

/** May this service do this? */
export const admitService =
  ({ uow, secrets }: Dependencies): AdmitService =>
  (caller, operation) =>
    isWellFormed('ss_live_', caller.token)
      ? uow.run((stores) => admitWithin(stores, secrets, caller, operation))
      : Promise.resolve({ kind: 'not_admitted', refusal: 'service_token_unknown' });

/** The same inside a transaction that has more to do. */
export async function admitWithin(
  { services, clock }: Pick<Stores, 'services' | 'clock'>,
  secrets: Secrets,
  { token, peer, signedWith }: Caller,
  operation: Operation,
): Promise<Admission> {
  const known = await services.findByToken(secrets.digest(token));
  const now = await clock.now();
  const live = known?.secrets.filter((secret) => isLive(secret, now)) ?? [];
  const presented = known && { ...known, liveSecrets: live.map(({ id }) => id) };
  const refusal = refuseService(presented, { operation, peer, signedWith }, now);
  if (refusal || !known) return { kind: 'not_admitted', refusal: refusal ?? 'service_token_unknown' };
  return { kind: 'admitted', service: known.service };
}

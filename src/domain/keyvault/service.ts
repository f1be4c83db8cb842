import type { ServiceId, SigningSecretId } from '../shared/ids.ts';
import { isLive } from './credential.ts';
import { contains, type IpAddress, type Network } from './network.ts';
import type { ReturnOrigin } from './return-origin.ts';

/** What a service may be allowed to do with the internal API. */
export const OPERATIONS = [
  'usage',
  'reverse',
  'holds',
  'verify',
  'balance',
  /** Deals with the API keys of the user it names. */
  'keys',
  /** Maps users of its own to users of ours. */
  'external_users',
  /** Opens checkouts for users, and hears what became of them. */
  'checkout',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** A backend service that may use the internal API. */
export type Service = {
  readonly id: ServiceId;
  readonly name: string;
  readonly operations: 'all' | readonly Operation[];
  /** Where its requests come from. Null: anywhere. */
  readonly networks: readonly Network[] | null;
  /** Whether every request has to be signed with one of its secrets. */
  readonly requiresSignature: boolean;
  /** Where the checkouts that it opens may send their users afterwards. */
  readonly returnOrigins: readonly ReturnOrigin[];
  readonly enabled: boolean;
  readonly createdAt: Date;
};

/** One token of a service. While it is being rotated, a service has two. */
export type ServiceToken = {
  readonly serviceId: ServiceId;
  readonly hint: string;
  readonly createdAt: Date;
  /** The first instant at which it is refused. Null: for ever. */
  readonly expiresAt: Date | null;
};

export type ServiceRefusal =
  /** Never made, expired, or of a service that is disabled: which of them is nobody's business. */
  'service_token_unknown' | 'operation_not_granted' | 'network_not_allowed' | 'signature_required';

export type ServiceCall = {
  readonly operation: Operation;
  /** The other end of the connection, or what a trusted proxy says it was. */
  readonly peer: IpAddress | null;
  /** The secret whose signature was right. It has been checked by who holds the bytes; whether it still counts is decided here. */
  readonly signedWith: SigningSecretId | null;
};

type Known = {
  readonly service: Service;
  readonly token: Pick<ServiceToken, 'expiresAt'>;
  /** The service's secrets that have not expired. */
  readonly liveSecrets: readonly SigningSecretId[];
};

/** Why the service may not do this; null if it may. `usage.charge_one` and `charge_batch` do the same. */
export function refuseService(known: Known | null, { operation, peer, signedWith }: ServiceCall, now: Date) {
  if (!known?.service.enabled || !isLive(known.token, now)) return 'service_token_unknown';
  const { operations, networks, requiresSignature } = known.service;
  if (operations !== 'all' && !operations.includes(operation)) return 'operation_not_granted';
  if (networks && !(peer && networks.some((network) => contains(network, peer)))) return 'network_not_allowed';
  const isSigned = signedWith !== null && known.liveSecrets.includes(signedWith);
  return requiresSignature && !isSigned ? 'signature_required' : null;
}

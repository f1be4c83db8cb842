import { isTimely, type Signable, sealedForSigning, signedText } from '../../domain/keyvault/signature.ts';
import type { SigningSecretId } from '../../domain/shared/ids.ts';
import type { Secrets } from '../shared/random.ts';
import type { SealSecret } from '../shared/seal-secret.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'services'>;
  readonly secrets: Secrets;
  /** Null: nobody has said under which root secret the services' secrets are sealed. */
  readonly serviceSeal: SealSecret | null;
};
export type SignedRequest = Omit<Signable, 'bodyDigest'> & {
  readonly secretId: SigningSecretId;
  /** HMAC-SHA256, hexadecimal. */
  readonly signature: string;
  readonly body: Uint8Array;
  readonly receivedAt: Date;
};
export type SignatureOutcome =
  | { readonly kind: 'right'; readonly signedWith: SigningSecretId }
  | { readonly kind: 'wrong'; readonly reason: 'not_timely' | 'not_matching' }
  /** Our fault: without the right root secret, the secret cannot be read. */
  | { readonly kind: 'not_checkable' };
export type CheckSignature = (request: SignedRequest) => Promise<SignatureOutcome>;

/**
 * Was this request signed with that secret? Whether the secret still counts, and for whom, is decided where the request is
 * carried out: `Caller.signedWith`. A secret's text never changes, so that it is read once per process.
 */
export function checkSignature({ uow, secrets, serviceSeal }: Dependencies): CheckSignature {
  const opened = new Map<SigningSecretId, string>();
  const openSecret = async (id: SigningSecretId): Promise<string | 'unknown' | null> => {
    const known = opened.get(id);
    if (known !== undefined) return known;
    const kept = await uow.run(({ services }) => services.findSecret(id));
    if (!kept) return 'unknown';
    const secret = serviceSeal?.open(kept.sealed, sealedForSigning(kept.serviceId, id)) ?? null;
    if (secret !== null) opened.set(id, secret);
    return secret;
  };
  return async ({ secretId, signature, body, receivedAt, ...signed }) => {
    if (!isTimely(signed.timestamp, receivedAt)) return { kind: 'wrong', reason: 'not_timely' };
    const secret = await openSecret(secretId);
    if (secret === null) return { kind: 'not_checkable' };
    const text = signedText({ ...signed, bodyDigest: secrets.digest(body) });
    const isRight = secret !== 'unknown' && secrets.isHmac(signature, text, secret);
    return isRight ? { kind: 'right', signedWith: secretId } : { kind: 'wrong', reason: 'not_matching' };
  };
}

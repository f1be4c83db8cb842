import type { Signer } from '../credentials/keyring.ts';
import { forge, signAsProbe, signAsStranger, signBadly, signStale } from '../faults/sign-falsely.ts';
import { type SignatureHeaders, signHeaders } from '../pay/sign-headers.ts';
import { type ContentFault, contentFaults } from '../state/fault-plan.ts';

export const faultNames = ['none', ...contentFaults] as const;
export type FaultName = 'none' | ContentFault;

export type SignedDelivery = { readonly body: string; readonly headers: SignatureHeaders };

function flipOneBit(body: string): string {
  const envelope = JSON.parse(body) as { resource: { ciphertext: string } };
  const bytes = Buffer.from(envelope.resource.ciphertext, 'base64');
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  return JSON.stringify({ ...envelope, resource: { ...envelope.resource, ciphertext: bytes.toString('base64') } });
}

const deliveries: Readonly<Record<FaultName, (body: string, signer: Signer) => SignedDelivery>> = {
  none: (body, signer) => ({ body, headers: signHeaders(body, signer) }),
  // The signature fits the damaged body, so that only the authentication tag of the cipher can tell.
  tampered: (body, signer) => {
    const damaged = flipOneBit(body);
    return { body: damaged, headers: signHeaders(damaged, signer) };
  },
  stale: (body, signer) => ({ body, headers: signStale(body, signer) }),
  unknown_key: (body) => ({ body, headers: signAsStranger(body) }),
  probe: (body, signer) => ({ body, headers: signAsProbe(body, signer) }),
  bad_signature: (body, signer) => ({ body, headers: signBadly(body, signer) }),
  forged: (body, signer) => ({ body, headers: forge(body, signer) }),
};

/** A fresh timestamp, nonce and signature, made wrong in the way that `fault` names. */
export const signDelivery = (fault: FaultName, body: string, signer: Signer): SignedDelivery =>
  deliveries[fault](body, signer);

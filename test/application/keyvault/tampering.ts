import type { SignedRequest } from '../../../src/application/keyvault/check-signature.ts';
import type { SigningSecretId } from '../../../src/domain/shared/ids.ts';
import type { Dice } from '../../fault/dice.ts';

export const PARTS = [
  ...['timestamp', 'method', 'target', 'idempotencyKey', 'body', 'signature', 'secretId'],
] as readonly (keyof SignedRequest)[];

/** The request with one bit of one part turned over, or with a byte added or taken away there. */
export function tampered(request: SignedRequest, part: keyof SignedRequest, random: Dice): SignedRequest {
  const given = request[part];
  if (given instanceof Date) throw new Error('nobody sends that');
  const bytes = Buffer.from(given as string | Uint8Array);
  const changed = changeOf(bytes, random);
  if (part === 'body') return { ...request, body: changed };
  if (part === 'secretId') return { ...request, secretId: changed.toString('latin1') as SigningSecretId };
  return { ...request, [part]: changed.toString('latin1') };
}

function changeOf(bytes: Buffer, random: Dice): Buffer {
  const at = random.between(0, Math.max(bytes.length - 1, 0));
  const roll = random.between(0, 3);
  if (roll === 0 || bytes.length === 0) {
    return Buffer.concat([bytes.subarray(0, at), Buffer.from([random.between(97, 122)]), bytes.subarray(at)]);
  }
  if (roll === 1) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
  const flipped = Buffer.from(bytes);
  // The low seven bits: what a header can carry.
  flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << random.between(0, 6)), at);
  return flipped;
}

import type { IncomingHttpHeaders } from 'node:http';
import type { SigningSecretId } from '../../../domain/shared/ids.ts';
import { parseId } from '../public-id.ts';

/** `Seahorse-Signature`, with the two headers that belong to it. */
export type SentSignature = {
  readonly secretId: SigningSecretId;
  readonly timestamp: string;
  /** Hexadecimal. */
  readonly signature: string;
};

/** Without this header a request is unsigned, whatever else it carries. */
export const isSigned = (headers: IncomingHttpHeaders): boolean => headers['seahorse-signature'] !== undefined;

/** Null: what was sent has not the form of a signature. */
export function readSignature(headers: IncomingHttpHeaders): SentSignature | null {
  const secretId = parseId<SigningSecretId>('sgn', headers['seahorse-key-id']);
  const timestamp = /^\d{1,12}$/.exec(String(headers['seahorse-timestamp']))?.[0];
  const signature = /^v1=([0-9a-f]{64})$/.exec(String(headers['seahorse-signature']))?.[1];
  return secretId && timestamp && signature ? { secretId, timestamp, signature } : null;
}

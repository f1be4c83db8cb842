import { noteSecret } from '../leaks/note.ts';
import { signatureOf } from '../sign.ts';
import type { Call } from './api-client.ts';

export type Signer = { readonly keyId: string; readonly secret: string };
type Signing = {
  readonly method?: string;
  readonly path: string;
  readonly body?: object;
  readonly idempotencyKey?: string;
  /** Unix seconds; now if left out. */
  readonly timestamp?: number;
};

/** The headers and the body of a request that its service has signed. */
export function signedCall(
  { keyId, secret }: Signer,
  wanted: Signing,
): Call & { readonly headers: Record<string, string> } {
  const { path, method = 'POST', idempotencyKey = '' } = wanted;
  const timestamp = String(wanted.timestamp ?? Math.floor(Date.now() / 1_000));
  const body = wanted.body === undefined ? '' : JSON.stringify(wanted.body);
  const signature = signatureOf({ timestamp, method, target: path, idempotencyKey, body }, secret);
  noteSecret('signature', signature);
  noteSecret('signing secret', secret);
  const headers = {
    ...{ 'Seahorse-Timestamp': timestamp, 'Seahorse-Key-Id': keyId, 'Seahorse-Signature': `v1=${signature}` },
    ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
  };
  return { method, headers, ...(body && { raw: body }) };
}

import { createHash, createHmac } from 'node:crypto';

/** A signing secret of the service: its id (`sgn_…`) and its text, as `seahorse services secret <name>` showed them once. */
export type SigningSecret = { readonly id: string; readonly secret: string };

type Signed = {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly idempotencyKey: string;
  readonly body: string;
  readonly now: Date;
};

/** The headers that sign a request: HMAC-SHA256 over version, time, method, target, idempotency key and the hash of the body. */
export function signRequest({ id, secret }: SigningSecret, request: Signed): Record<string, string> {
  const timestamp = String(Math.floor(request.now.getTime() / 1_000));
  const bodyHash = createHash('sha256').update(request.body).digest('hex');
  const { method, target, idempotencyKey } = request;
  const text = ['v1', timestamp, method, target, idempotencyKey, bodyHash].join('\n');
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  return { 'Seahorse-Timestamp': timestamp, 'Seahorse-Key-Id': id, 'Seahorse-Signature': `v1=${signature}` };
}

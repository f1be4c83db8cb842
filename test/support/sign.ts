import { createHash, createHmac } from 'node:crypto';

export type ToSign = {
  readonly timestamp: string;
  readonly method: string;
  readonly target: string;
  readonly idempotencyKey: string;
  readonly body: string;
};

/** As a service does it that has read nothing but src/adapters/http/README.md. */
export function signatureOf({ timestamp, method, target, idempotencyKey, body }: ToSign, secret: string): string {
  const bodyDigest = createHash('sha256').update(body).digest('hex');
  const text = `v1\n${timestamp}\n${method}\n${target}\n${idempotencyKey}\n${bodyDigest}`;
  return createHmac('sha256', secret).update(text).digest('hex');
}

import { createHash, createHmac } from 'node:crypto';
/** The headers that sign a request: HMAC-SHA256 over version, time, method, target, idempotency key and the hash of the body. */
export function signRequest({ id, secret }, request) {
    const timestamp = String(Math.floor(request.now.getTime() / 1_000));
    const bodyHash = createHash('sha256').update(request.body).digest('hex');
    const { method, target, idempotencyKey } = request;
    const text = ['v1', timestamp, method, target, idempotencyKey, bodyHash].join('\n');
    const signature = createHmac('sha256', secret).update(text).digest('hex');
    return { 'Seahorse-Timestamp': timestamp, 'Seahorse-Key-Id': id, 'Seahorse-Signature': `v1=${signature}` };
}

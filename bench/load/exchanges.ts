import type { Exchange } from './http-line.ts';
import { FAILED } from './line.ts';
import { API, type Calls, CLIENT_IP, usageCalls } from './usage-calls.ts';

export type ExchangeName = 'usage' | 'greeting';

/** `POST /internal/v1/usage`, as a backend service of ours asks. */
function usageExchange(calls: Calls, serviceToken: string): Exchange {
  const next = usageCalls(calls);
  const head = [
    'POST /internal/v1/usage HTTP/1.1',
    'Host: 127.0.0.1',
    `Authorization: Bearer ${serviceToken}`,
    'Content-Type: application/json',
    '',
  ].join('\r\n');
  const nextRequest = (): string => {
    const { apiKey, idempotencyKey } = next();
    const body = `{"api_key":"${apiKey}","api":"${API}","quantity":1,"client_ip":"${CLIENT_IP}"}`;
    return `${head}Idempotency-Key: ${idempotencyKey}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  };
  return { nextRequest, pointsIn: pointsTaken };
}

/** A call that was refused is a failure here: every account has enough. */
export function pointsTaken(body: string): number {
  if (!body.startsWith('{"allowed":true,')) return FAILED;
  const at = body.indexOf('"points":');
  return at < 0 ? FAILED : Number.parseInt(body.slice(at + 9, at + 20), 10);
}

const greeting: Exchange = {
  nextRequest: () => 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  pointsIn: () => 0,
};

export const exchangeOf = (name: ExchangeName, calls: Calls, serviceToken: string): Exchange =>
  name === 'usage' ? usageExchange(calls, serviceToken) : greeting;

import { callJson } from './call-json.ts';

export type UsageAnswer = {
  readonly allowed: boolean;
  readonly code?: string;
  readonly usage_id?: string;
  readonly points?: number;
  readonly points_left?: number;
};

export type UsageCall = { readonly apiKey: string; readonly api: string; readonly idempotencyKey: string };

/** A service that serves calls and asks first whether they are paid for. */
export const reportUsage = (apiUrl: string, serviceToken: string, call: UsageCall): Promise<UsageAnswer> =>
  callJson(`${apiUrl}/internal/v1/usage`, {
    token: serviceToken,
    headers: { 'Idempotency-Key': call.idempotencyKey },
    body: { api_key: call.apiKey, api: call.api },
  });

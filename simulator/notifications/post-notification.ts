import { newRequestId } from '../pay/sign-headers.ts';
import type { SignedDelivery } from './faults.ts';

export type DeliveryResult = { readonly httpStatus: number | null; readonly error: string | null };

/** WeChat looks at the status alone: a body saying FAIL under 200 is a success. */
export const isReceived = ({ httpStatus }: DeliveryResult): boolean => httpStatus === 200 || httpStatus === 204;

const describe = (failure: unknown): string => {
  const { name, message, cause } = failure as Error;
  return cause instanceof Error ? `${name}: ${cause.message}` : `${name}: ${message}`;
};

/** Never throws: no answer in time is a result like any other. Redirects are not followed. */
export async function postNotification(
  url: string,
  { body, headers }: SignedDelivery,
  signal: AbortSignal,
): Promise<DeliveryResult> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal,
      headers: {
        'Content-Type': 'application/json',
        Accept: '*/*',
        'User-Agent': 'Mozilla/4.0',
        'Request-ID': newRequestId(),
        ...headers,
      },
    });
    // The verdict stands with the status; what becomes of the body is of no interest.
    response.body?.cancel().catch(() => {});
    return { httpStatus: response.status, error: null };
  } catch (failure) {
    return { httpStatus: null, error: describe(failure) };
  }
}

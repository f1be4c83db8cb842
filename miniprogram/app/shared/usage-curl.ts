import { API_BASE_URL } from '../api/config';

/** How a backend service takes the points of one call. It runs as it is: what is secret comes from the environment. */
export const usageCurl = (api: string): string =>
  [
    `curl -X POST '${API_BASE_URL}/internal/v1/usage'`,
    `  -H "Authorization: Bearer $SERVICE_TOKEN"`,
    `  -H "Idempotency-Key: $REQUEST_ID"`,
    `  -H 'Content-Type: application/json'`,
    `  -d '{"api_key":"'"$API_KEY"'","api":${JSON.stringify(api)}}'`,
  ].join(' \\\n');

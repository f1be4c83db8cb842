import { jsonSchema } from './json-schema.ts';
import type { WebhookContract } from './webhook-contract.ts';

type Json = Record<string, unknown>;

const header = (name: string, description: string, pattern: string): Json => ({
  ...{ name, in: 'header', required: true, description },
  schema: { type: 'string', pattern },
});

const HEADERS = [
  header(
    'webhook-id',
    'Of the event, the same each time that it is sent: who has seen it has seen the event.',
    '^evt_[0-9a-f]{32}$',
  ),
  header('webhook-timestamp', 'Unix seconds of this sending. Refuse what is far from your clock.', '^\\d{10,12}$'),
  header(
    'webhook-signature',
    'Standard Webhooks: `v1,` and the base64 of the HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<body>` under the secret; several, separated by blanks, while a secret is being rotated. One that is right is enough.',
    '^v1,\\S+( v1,\\S+)*$',
  ),
];

const ANSWERS = {
  '2XX': { description: 'Taken.' },
  '410': { description: 'Gone for good: the endpoint is disabled, and what waits for it is cancelled.' },
  default: {
    description:
      'Not taken, as is an answer that is not complete within 10 seconds, and a redirect: sent again, ten times within four days. `Retry-After` counts up to an hour.',
  },
};

const ABOUT =
  'For endpoints that an operator has made with `seahorse webhooks add`. Sent at least once, in no promised order.';

/** The `webhooks` of the document. */
export const describeWebhooks = (contracts: readonly WebhookContract[]): Json =>
  Object.fromEntries(contracts.map((contract) => [contract.type, { post: describe(contract) }]));

const describe = ({ type, summary, schema, example }: WebhookContract): Json => ({
  operationId: `webhook ${type}`.replace(/[ .](\w)/g, (_, letter: string) => letter.toUpperCase()),
  ...{ summary, description: ABOUT, security: [], parameters: HEADERS },
  requestBody: {
    required: true,
    content: { 'application/json': { schema: jsonSchema(schema, 'output'), example } },
  },
  responses: ANSWERS,
});

import { PROBLEMS, type ProblemCode } from '../problem-table.ts';
import { describeWebhooks } from './describe-webhooks.ts';
import { jsonSchema } from './json-schema.ts';
import { problemSchema } from './problem-schema.ts';
import type { RouteContract } from './route-contract.ts';
import { SIGNATURE_PARAMETERS, SIGNATURE_REFERENCES } from './signature-parameters.ts';
import { TAGS } from './tags.ts';
import type { WebhookContract } from './webhook-contract.ts';

/** What every route may answer: who asks is found out before what is asked, a body is read wherever one is sent, and the database may be away. */
const ALWAYS: readonly ProblemCode[] = [
  ...(['service_token_missing', 'service_token_unknown', 'operation_not_granted', 'network_not_allowed'] as const),
  ...(['signature_required', 'signature_wrong', 'signature_not_checkable'] as const),
  ...(['malformed_json', 'invalid_request', 'body_too_large', 'unsupported_encoding'] as const),
  ...(['too_many_requests', 'database_unavailable', 'internal_error'] as const),
];

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of these routes and webhooks, as plain JSON. */
export function buildDocument(
  routes: readonly RouteContract[],
  webhooks: readonly WebhookContract[],
  version: string,
): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(route) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Hot Seahorse: internal API', version, description: ABOUT },
    externalDocs: { url: '/docs', description: 'Guides, for reading' },
    servers: [{ url: '/internal/v1' }],
    security: [{ serviceToken: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    webhooks: describeWebhooks(webhooks),
    components: {
      securitySchemes: {
        serviceToken: { type: 'http', scheme: 'bearer', bearerFormat: 'ss_live_…', description: SERVICE_TOKEN },
      },
      parameters: SIGNATURE_PARAMETERS,
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
    },
  };
}

const SERVICE_TOKEN = 'The token of a backend service. An operator makes it: `seahorse services create <name>`.';

const ABOUT = `For backend services that verify API keys and take points. A refused call is a regular answer (200 with \`allowed: false\`
and a \`code\`); a wrong request is a problem (RFC 9457) whose \`code\` is stable. Repeat what was not answered, with the same
Idempotency-Key: it has one effect.`;

function describeRoute(route: RouteContract): Json {
  const { operationId, tag, summary, description, body, answer } = route;
  return {
    ...{
      operationId,
      tags: [tag],
      summary,
      description: `${description}\n\nNeeds the operation \`${route.operation}\`.`,
    },
    parameters: [
      ...headerParameters(route),
      ...pathParameters(route),
      ...queryParameters(route),
      ...SIGNATURE_REFERENCES,
    ],
    ...(body && { requestBody: { required: true, content: { 'application/json': bodyContent(body) } } }),
    responses: {
      [answer.status]: {
        description: summary,
        ...(route.repetition === 'key' || route.repetition === 'path' ? { headers: REPLAYED } : {}),
        content: {
          'application/json': { schema: jsonSchema(answer.schema, 'output'), examples: named(answer.examples) },
        },
      },
      ...problemResponses([...ALWAYS, ...route.problems, ...keyProblems(route)]),
    },
  };
}

const bodyContent = ({ schema, example }: NonNullable<RouteContract['body']>): Json => ({
  ...{ schema: jsonSchema(schema, 'input'), example },
});

const keyProblems = ({ repetition }: RouteContract): readonly ProblemCode[] =>
  repetition === 'key' ? ['idempotency_key_missing', 'idempotency_key_reused'] : [];

const REPLAYED = {
  'Idempotency-Replayed': {
    description: '`true`: this is the answer to an earlier request',
    schema: { type: 'string', const: 'true' },
  },
};

const headerParameters = ({ repetition }: RouteContract): Json[] =>
  repetition === 'key'
    ? [
        {
          ...{ name: 'Idempotency-Key', in: 'header', required: true },
          description:
            'Names this one deed for ever, per service and account: 1 to 128 printable ASCII characters without blanks.',
          schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' },
        },
      ]
    : [];

const pathParameters = ({ params = {} }: RouteContract): Json[] =>
  Object.entries(params).map(([name, { schema, description }]) => ({
    ...{ name, in: 'path', required: true, description, schema: jsonSchema(schema, 'input') },
  }));

const queryParameters = ({ query = {} }: RouteContract): Json[] =>
  Object.entries(query).map(([name, { schema, description, example }]) => ({
    ...{ name, in: 'query', required: true, description, example, schema: jsonSchema(schema, 'input') },
  }));

const LIMIT_HEADERS = {
  'Retry-After': { description: 'Seconds until the next try', schema: { type: 'string', pattern: '^\\d+$' } },
  'RateLimit-Policy': {
    description: 'The limit: how many (`q`) in how many seconds (`w`)',
    schema: { type: 'string' },
  },
  RateLimit: { description: 'What is left of it (`r`), and for how many seconds (`t`)', schema: { type: 'string' } },
};

/** One response per status, with an example per code. */
function problemResponses(codes: readonly ProblemCode[]): Json {
  const responses: Record<string, { description: string; headers?: Json; content: Json }> = {};
  for (const status of new Set(codes.map((code) => PROBLEMS[code].status))) {
    const own = [...new Set(codes)].filter((code) => PROBLEMS[code].status === status);
    const examples = named(Object.fromEntries(own.map((code) => [code, exampleOf(code)])));
    responses[status] = {
      description: own.map((code) => `\`${code}\`: ${PROBLEMS[code].en.title}.`).join(' '),
      ...(status === PROBLEMS.too_many_requests.status && { headers: LIMIT_HEADERS }),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, examples } },
    };
  }
  return responses;
}

const exampleOf = (code: ProblemCode): Json => {
  const { status, en } = PROBLEMS[code];
  return {
    type: `/docs/errors#${code}`,
    title: en.title,
    status,
    detail: en.next,
    instance: 'urn:request:01a219c9',
    code,
  };
};

const named = (examples: Readonly<Record<string, object>>): Json =>
  Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));

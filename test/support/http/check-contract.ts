import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { INTERNAL_API_VERSION, INTERNAL_CONTRACTS } from '../../../src/adapters/http/internal/contracts.ts';
import { buildDocument } from '../../../src/adapters/http/openapi/build-document.ts';
import { WEBHOOK_CONTRACTS } from '../../../src/adapters/http/webhooks/webhook-contracts.ts';

type Media = { readonly schema: object };
type Responses = Readonly<Record<string, { readonly content: Readonly<Record<string, Media>> }>>;
type Described = { readonly responses: Responses };
type Sent = {
  readonly requestBody: { readonly content: Readonly<Record<string, Media & { readonly example: object }>> };
};
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly webhooks: Readonly<Record<string, { readonly post: Sent }>>;
  readonly components: object;
};

export const internalDocument = buildDocument(
  INTERNAL_CONTRACTS,
  WEBHOOK_CONTRACTS,
  INTERNAL_API_VERSION,
) as unknown as Document;

const ajv = new Ajv2020({ strict: false, allErrors: true });
(addFormats as unknown as (to: Ajv2020) => void)(ajv);
const compiled = new Map<string, ValidateFunction>();

/** Why this value is not what the schema of the document says; null if it is. */
export function misfit(name: string, schema: object, value: unknown): string | null {
  let validate = compiled.get(name);
  if (!validate) {
    validate = ajv.compile({ ...schema, components: internalDocument.components });
    compiled.set(name, validate);
  }
  return validate(value) ? null : ajv.errorsText(validate.errors, { separator: '\n' });
}

type Answered = { readonly status: number; readonly contentType: string; readonly json: unknown };

/**
 * Holds an answer of the internal API to its own document: a path that is described answers with a status that is described,
 * and with a body as described. Throws where it does not.
 */
export function checkContract(url: string, method: string, { status, contentType, json }: Answered): void {
  const path = new URL(url).pathname;
  const found = path.startsWith('/internal/v1') ? findRoute(path.slice('/internal/v1'.length), method) : null;
  if (!found) return;
  const media = found.described.responses[status]?.content;
  if (!media) throw new Error(`${method} ${path} answered ${status}, which its document does not know`);
  const schema = media[contentType.split(';')[0] ?? '']?.schema;
  if (!schema)
    throw new Error(`${method} ${path} answered ${status} as ${contentType}, which its document does not know`);
  const wrong = misfit(`${found.name} ${status}`, schema, json);
  if (wrong) throw new Error(`${method} ${path} answered ${status} otherwise than its document says:\n${wrong}`);
}

function findRoute(path: string, method: string) {
  for (const [template, methods] of Object.entries(internalDocument.paths)) {
    const described = methods[method.toLowerCase()];
    const shape = new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`);
    if (described && shape.test(path)) return { name: `${method} ${template}`, described };
  }
  return null;
}

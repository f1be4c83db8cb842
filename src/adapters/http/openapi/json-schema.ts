import { z } from 'zod';

/** JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const described = z.toJSONSchema(schema, { io, target: 'draft-2020-12', override: plainer });
  const { $schema: _, ...rest } = described as Record<string, unknown>;
  return rest;
}

/** Without what says the same again, at a length that hides the rest: how instants look, and which integers JSON can carry. */
function plainer({ jsonSchema: shown }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (shown.format === 'date-time') delete shown.pattern;
  if (shown.maximum === Number.MAX_SAFE_INTEGER) delete shown.maximum;
  if (shown.minimum === Number.MIN_SAFE_INTEGER) delete shown.minimum;
}

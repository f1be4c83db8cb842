import type { Dice } from '../../dice.ts';

/** As much of JSON Schema as our document uses. */
export type Schema = {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
};
/** Values that mean something to the system, by the name of the field. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

const OPTIONAL_SENT = 0.6;
const LARGEST = Number.MAX_SAFE_INTEGER;

/** A value that this schema admits, often at one of its bounds. What the schema does not say (a pattern) may be wrong. */
export function valueFor(schema: Schema, known: Known, dice: Dice, name = ''): unknown {
  const meant = known[name];
  if (meant && dice.chance(0.85)) return dice.pick(meant);
  const others = schema.anyOf ?? schema.oneOf;
  if (others) return valueFor(dice.pick(others), known, dice, name);
  if ('const' in schema) return schema.const;
  if (schema.enum) return dice.pick(schema.enum);
  switch (schema.type) {
    case 'object':
      return objectFor(schema, known, dice);
    case 'array':
      return listFor(schema, known, dice, name);
    case 'string':
      return 'x'.repeat(dice.pick([schema.minLength ?? 1, schema.maxLength ?? 12, 8]));
    case 'integer':
    case 'number':
      return dice.pick([schema.minimum ?? -LARGEST, schema.maximum ?? LARGEST, (schema.minimum ?? 0) + 1]);
    case 'boolean':
      return dice.chance(0.5);
    default:
      return null;
  }
}

const objectFor = ({ properties = {}, required = [] }: Schema, known: Known, dice: Dice): object =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => required.includes(name) || dice.chance(OPTIONAL_SENT))
      .map(([name, schema]) => [name, valueFor(schema, known, dice, name)]),
  );

function listFor(
  { items = {}, minItems = 0, maxItems = 8 }: Schema,
  known: Known,
  dice: Dice,
  name: string,
): unknown[] {
  const length = dice.chance(0.1) ? maxItems : dice.between(minItems, Math.min(maxItems, 4));
  return Array.from({ length }, () => valueFor(items, known, dice, name));
}

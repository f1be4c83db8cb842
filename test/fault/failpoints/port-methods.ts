import type { Stores } from '../../../src/application/shared/unit-of-work.ts';
import type { OuterParts } from '../../../src/cli/composition/compose.ts';
import { kebab, portName } from './port-names.ts';

/** Every method through which the application reaches the outside, as the parts themselves have them. */
export async function methodsOfPorts(parts: OuterParts): Promise<string[]> {
  const ofParts = Object.entries(parts).flatMap(([name, part]) => methodsOfPart(portName(name), part));
  const ofStores = await parts.uow.run(async (stores) => methodsOfStores(stores));
  return [...new Set([...ofParts, 'unit-of-work.commit', 'http.answer', ...ofStores])];
}

const methodsOfStores = (stores: Stores): string[] =>
  Object.entries(stores).flatMap(([name, store]) => methodNames(store).map((method) => `${kebab(name)}.${method}`));

function methodsOfPart(name: string, part: unknown): string[] {
  if (name === 'unit-of-work') return [];
  if (typeof part === 'function') return [name];
  if (part instanceof Map) return [...part.values()].flatMap((each) => methodsOfPart(name, each));
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return [];
  return methodNames(part).map((method) => `${name}.${method}`);
}

/** Its own and those of its class. */
function methodNames(port: object): string[] {
  const prototype = Object.getPrototypeOf(port) as object;
  const places = prototype === Object.prototype ? [port] : [port, prototype];
  return places
    .flatMap((place) => Object.entries(Object.getOwnPropertyDescriptors(place)))
    .filter(([name, { value }]) => name !== 'constructor' && typeof value === 'function')
    .map(([name]) => name);
}

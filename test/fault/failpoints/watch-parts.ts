import type { OuterParts } from '../../../src/cli/composition/compose.ts';
import type { Gate } from './gate.ts';
import { portName } from './port-names.ts';
import { watchFunction, watchPort } from './watch-port.ts';
import { watchUnitOfWork } from './watch-unit-of-work.ts';

/** The same parts; whatever crosses one of them passes the gate. */
export function watchParts(parts: OuterParts, gate: Gate): OuterParts {
  const watched = Object.entries(parts).map(([name, part]) => [name, watchPart(portName(name), part, gate)]);
  const units = { uow: watchUnitOfWork(parts.uow, gate), inboxUow: watchUnitOfWork(parts.inboxUow, gate) };
  return { ...(Object.fromEntries(watched) as OuterParts), ...units };
}

function watchPart(name: string, part: unknown, gate: Gate): unknown {
  if (typeof part === 'function') return watchFunction(part as () => unknown, name, gate);
  if (part instanceof Map) return new Map([...part].map(([key, each]) => [key, watchPart(name, each, gate)]));
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  return watchPort(part, name, gate);
}

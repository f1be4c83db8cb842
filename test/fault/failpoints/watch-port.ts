import type { Gate } from './gate.ts';
import { isLeftOut } from './left-out.ts';

// biome-ignore lint/suspicious/noExplicitAny: whatever a port's methods take and give
type AnyFunction = (...args: any[]) => any;

/** How the calls of one method pass the gate. */
type Watch = (call: () => unknown, name: string) => unknown;

/** The same port; each call of a method passes the gate before and after. */
export const watchPort = <T extends object>(port: T, name: string, gate: Gate): T =>
  wrapMethods(port, name, (call, method) => (isLeftOut(method) ? whileAlive(call(), gate) : cross(call, method, gate)));

/** The same for a port that is a function. */
export const watchFunction = <F extends AnyFunction>(port: F, name: string, gate: Gate): F =>
  ((...args) => (isLeftOut(name) ? whileAlive(port(...args), gate) : cross(() => port(...args), name, gate))) as F;

/**
 * The same store. Between two statements of a transaction there is no way to the outside, so that before one is after the
 * one before it: its calls pass the gate after, only. `noteWrite` hears of those that are not left out.
 */
export const watchStore = <T extends object>(store: T, name: string, gate: Gate, noteWrite: () => void): T =>
  wrapMethods(store, name, async (call, method) => {
    const outcome = await gate.whileAlive(call() as Promise<unknown>);
    if (isLeftOut(method)) return outcome;
    noteWrite();
    await gate.cross(method, 'after');
    return outcome;
  });

async function cross(call: () => unknown, name: string, gate: Gate): Promise<unknown> {
  await gate.cross(name, 'before');
  const outcome = await gate.whileAlive(call() as Promise<unknown>);
  await gate.cross(name, 'after');
  return outcome;
}

const whileAlive = (outcome: unknown, gate: Gate): unknown =>
  outcome instanceof Promise ? gate.whileAlive(outcome) : outcome;

function wrapMethods<T extends object>(port: T, name: string, watch: Watch): T {
  return new Proxy(port, {
    get: (target, key) => {
      const value = Reflect.get(target, key) as unknown;
      if (typeof value !== 'function' || typeof key !== 'string') return value;
      // Bound to the port itself: its private fields are not the proxy's.
      return (...args: unknown[]) => watch(() => Reflect.apply(value, target, args), `${name}.${key}`);
    },
  });
}

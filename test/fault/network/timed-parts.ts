import type { OuterParts } from '../../../src/cli/composition/compose.ts';

/** One call of ours to WeChat, as our own code sees it. */
export type TimedCall = { readonly method: string; readonly ms: number; readonly isAnswered: boolean };

/** The same parts; each call to WeChat tells how long it took. */
export function timedParts({ gateways, tradeBills }: OuterParts, note: (call: TimedCall) => void): Partial<OuterParts> {
  return {
    gateways: new Map([...gateways].map(([name, gateway]) => [name, timed(gateway, note)])),
    tradeBills: timed(tradeBills, note),
  };
}

const timed = <T extends object>(port: T, note: (call: TimedCall) => void): T =>
  new Proxy(port, {
    get: (target, method) => {
      const value = Reflect.get(target, method) as unknown;
      if (typeof value !== 'function' || typeof method !== 'string') return value;
      return (...args: unknown[]) => {
        const begunAt = performance.now();
        const outcome = Reflect.apply(value, target, args) as unknown;
        if (!(outcome instanceof Promise)) return outcome;
        const ended = (isAnswered: boolean) => note({ method, ms: performance.now() - begunAt, isAnswered });
        outcome.then(
          () => ended(true),
          () => ended(false),
        );
        return outcome;
      };
    },
  });

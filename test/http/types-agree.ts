import type { Brand } from '../../src/domain/shared/brand.ts';

/** What becomes of a value on its way: instants are texts, and nobody outside knows our brands. */
export type Sent<T> = T extends Date | Brand<string, string>
  ? string
  : T extends Brand<number, string>
    ? number
    : T extends readonly (infer Item)[]
      ? readonly Sent<Item>[]
      : T extends object
        ? { readonly [Name in keyof T]: Sent<Exclude<T[Name], undefined>> }
        : T;

/** `true` where each may stand for the other. */
export type Alike<A, B> = [A] extends [B] ? ([B] extends [A] ? true : 'the server says more') : 'the client says more';
export type Answer<F extends (...args: never[]) => unknown> = Sent<ReturnType<F>>;
export type All<T extends readonly true[]> = T;

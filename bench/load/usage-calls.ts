import type { Spread } from '../contender.ts';
import { tokenOf } from '../database/account-tokens.ts';

export type Calls = {
  readonly spread: Spread;
  /** How many accounts there are. */
  readonly accounts: number;
  /** Begins every idempotency key of this load and of no other one. */
  readonly tag: string;
};
export type Call = { readonly apiKey: string; readonly idempotencyKey: string };

/** What every call asks for: so many points of each. */
export const API = 'image.recognize';
export const POINTS_PER_CALL = 5;
export const CLIENT_IP = '10.1.2.3';
const HOT_ACCOUNT = 1;
const MADE_AHEAD = 20_000;

const tokens = new Map<number, string>();

/** One call after the other, none like another one. */
export function usageCalls({ spread, accounts, tag }: Calls): () => Call {
  makeTokens(accounts);
  let made = 0;
  return () => {
    const account = spread === 'hot' ? HOT_ACCOUNT : 1 + Math.floor(Math.random() * accounts);
    made += 1;
    return { apiKey: keptToken(account), idempotencyKey: `${tag}-${made}` };
  };
}

/** Before the clock starts, as far as there is room for all of them: making one costs as much as sending it. */
function makeTokens(accounts: number): void {
  if (accounts > MADE_AHEAD) return;
  for (let account = 1; account <= accounts; account++) keptToken(account);
}

function keptToken(account: number): string {
  const known = tokens.get(account);
  if (known) return known;
  const token = tokenOf(account);
  tokens.set(account, token);
  return token;
}

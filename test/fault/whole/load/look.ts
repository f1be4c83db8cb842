import type { Customer } from './customer.ts';
import { ask, type World } from './errands.ts';

export type SaidBalance = { readonly available: number };
export type SaidLine = { readonly seq: number; readonly points: number; readonly balance_after: number };
export type SaidStatement = { readonly lines: readonly SaidLine[]; readonly isWhole: boolean };

export async function readBalance(world: World, { user, token }: Customer): Promise<void> {
  const wanted = { method: 'GET', path: '/api/v1/balance', token } as const;
  const keep = ({ available }: SaidBalance): SaidBalance => ({ available });
  await ask(world, { what: 'balance', user, about: null }, wanted, keep);
}

/** The newest page. */
export async function readStatement(world: World, { user, token }: Customer): Promise<void> {
  const wanted = { method: 'GET', path: '/api/v1/points/statement?limit=50', token } as const;
  const keep = (json: { lines: SaidLine[]; next_cursor: string | null }): SaidStatement => ({
    lines: json.lines.map(({ seq, points, balance_after }) => ({ seq, points, balance_after })),
    isWhole: json.next_cursor === null,
  });
  await ask(world, { what: 'statement', user, about: null }, wanted, keep);
}

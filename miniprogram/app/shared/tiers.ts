import type { Package } from '../api/types';
import { yuan } from './money';

export type TierName = '小档' | '中档' | '大额';
export type Tier = {
  readonly name: TierName;
  /** `中档（50元档）` */
  readonly label: string;
  readonly expanded: boolean;
  readonly packages: readonly Package[];
};

const NAMES: readonly TierName[] = ['小档', '中档', '大额'];
const MIDDLE_FROM_FEN = 3_000;
const LARGE_FROM_FEN = 10_000;

/** The list price decides: a promotion moves no package to another tier. */
function tierOf({ list_price_fen: listed }: Package): TierName {
  if (listed < MIDDLE_FROM_FEN) return '小档';
  return listed < LARGE_FROM_FEN ? '中档' : '大额';
}

/** All packages by tier, of which the middle one is open at first, or else the first. */
export function tiersOf(packages: readonly Package[]): readonly Tier[] {
  const found = NAMES.map((name) => ({ name, packages: packages.filter((each) => tierOf(each) === name) }));
  const filled = found.filter((tier) => tier.packages.length > 0);
  const open = filled.find(({ name }) => name === '中档') ?? filled[0];
  return filled.map((tier) => ({
    ...tier,
    label: `${tier.name}（${rangeOf(tier.packages)}元档）`,
    expanded: tier === open,
  }));
}

function rangeOf(packages: readonly Package[]): string {
  const listed = packages.map(({ list_price_fen: fen }) => fen);
  const [least, most] = [Math.min(...listed), Math.max(...listed)];
  return least === most ? yuan(least) : `${yuan(least)}–${yuan(most)}`;
}

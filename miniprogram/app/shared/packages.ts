import type { Package } from '../api/types';
import { price, yuan } from './money';
import { points, pointsWithBonus } from './points';
import { savedPercent } from './saving';

/** What a package card shows. */
export type PackageView = {
  readonly id: string;
  readonly title: string;
  readonly pointsText: string;
  readonly priceFen: number;
  readonly originalText: string;
  readonly hot: boolean;
  readonly savingText: string;
  readonly promotionText: string;
  readonly note: string;
};

/** `600积分=50元` */
const equation = ({ points: count, list_price_fen: listed }: Package): string =>
  `${points(count)}积分=${yuan(listed)}元`;

export function packageView(offered: Package, all: readonly Package[]): PackageView {
  const { id, hot, description, points: count, bonus_points: bonus, promotions } = offered;
  const { price_fen: priceFen, list_price_fen: listed, original_price_fen: original } = offered;
  const before = original ?? listed;
  const saved = savedPercent(offered, all);
  return {
    ...{ id, hot, priceFen, title: equation(offered), note: description, pointsText: pointsWithBonus(count, bonus) },
    originalText: before > priceFen ? price(before) : '',
    savingText: saved > 0 ? `节省${saved}%` : '',
    promotionText: promotions.map(({ name }) => name).join(' · '),
  };
}

/** The one to 3 packages at the top of the page: those that the operator calls hot. */
export const recommended = (all: readonly Package[]): readonly Package[] => all.filter(({ hot }) => hot).slice(0, 3);

/** `50元=600积分，最热销` */
export const recommendation = (offered: Package): string =>
  [`${yuan(offered.list_price_fen)}元=${points(offered.points)}积分`, offered.description].filter(Boolean).join('，');

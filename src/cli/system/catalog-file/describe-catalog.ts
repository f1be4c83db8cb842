import type { Package } from '../../../domain/catalog/package.ts';
import { type Promotion, type PromotionStatus, promotionStatus } from '../../../domain/catalog/promotion.ts';
import type { Catalog } from '../../../domain/catalog/seed-plan.ts';
import type { SoldApi } from '../../../domain/catalog/sold-api.ts';
import { inColumns } from './in-columns.ts';
import { writeEffect } from './write-entries.ts';

const STATUS: Record<PromotionStatus, string> = {
  not_started: 'not started',
  running: 'running',
  ended: 'ended',
  off: 'off',
};

/** The catalog for people: kind, code, state, and what it is. */
export const describeCatalog = ({ products, packages, promotions, apis }: Catalog, now: Date): string[] =>
  inColumns([
    ...products.map(({ code, enabled, name, type }) => ['product', code, onOrOff(enabled), `${name} (${type})`]),
    ...packages.map((offer) => ['package', offer.code, onOrOff(offer.enabled), describePackage(offer)]),
    ...promotions.map((each) => ['promotion', each.code, STATUS[promotionStatus(each, now)], describePromotion(each)]),
    ...apis.map((api) => ['api', api.code, api.status, describeApi(api)]),
  ]);

const onOrOff = (enabled: boolean): string => (enabled ? 'on' : 'off');

const describePackage = ({ name, productCode, priceFen, points, bonusPoints }: Package): string =>
  `${name}: ${priceFen} fen, ${points} points + ${bonusPoints} bonus, product ${productCode}`;

const describePromotion = ({ name, effect, firstPurchaseOnly, packageCodes }: Promotion): string =>
  [
    `${name}: ${JSON.stringify(writeEffect(effect))}`,
    `packages ${packageCodes === 'all' ? 'all' : packageCodes.join(' ')}`,
    ...(firstPurchaseOnly ? ['first purchase only'] : []),
  ].join(', ');

const describeApi = ({ name, price, nextPrice }: SoldApi): string =>
  [
    `${name}: ${price.pointsPerCall} points per call (version ${price.version})`,
    ...(nextPrice ? [`${nextPrice.pointsPerCall} from ${nextPrice.effectiveFrom.toISOString()}`] : []),
  ].join(', ');

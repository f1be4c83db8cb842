import type { IdSource } from '../../../src/application/shared/random.ts';
import type { Stores, UnitOfWork } from '../../../src/application/shared/unit-of-work.ts';
import type { Package } from '../../../src/domain/catalog/package.ts';
import type { Promotion } from '../../../src/domain/catalog/promotion.ts';
import { endOfBeijingDay } from '../../../src/domain/shared/beijing-time.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { ApiCode, PackageId, PromotionId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aPackage, aPromotion, aSoldApi, IMAGE_API, TEXT_API } from '../../support/builders.ts';
import type { Dice } from '../dice.ts';
import { DAY_MS } from './virtual-clock.ts';

type Priced = { readonly code: ApiCode; readonly points: bigint; readonly fromMs: number };

/** What is sold in this month, and for how much at which instant. */
export type MonthCatalog = {
  readonly packages: readonly Package[];
  readonly promotions: readonly Promotion[];
  /** In the order in which they were decided. */
  readonly prices: readonly Priced[];
};

/** Some instants are midnights in Beijing, as people make them, and some are any. */
const instantIn = (start: Date, dice: Dice): Date => {
  const instant = new Date(start.getTime() + Math.floor(dice.next() * 30 * DAY_MS));
  return dice.chance(0.5) ? endOfBeijingDay(instant) : instant;
};

function spanIn(start: Date, dice: Dice): readonly [from: Date, to: Date] {
  const [a, b] = [instantIn(start, dice), instantIn(start, dice)];
  return a < b ? [a, b] : [b, new Date(a.getTime() + DAY_MS)];
}

export function drawCatalog(start: Date, ids: IdSource, dice: Dice): MonthCatalog {
  const offer = (code: string, change: Partial<Package>): Package =>
    aPackage({ ...change, code, id: ids.next<PackageId>() });
  const [began, raised] = [start.getTime(), instantIn(start, dice).getTime()];
  const [saleStartsAt, saleEndsAt] = spanIn(start, dice);
  return {
    packages: [
      offer('day', { priceFen: fen(300), points: points(40n), validity: { kind: 'days', days: 1 } }),
      offer('week', {
        priceFen: fen(990),
        points: points(100n),
        bonusPoints: points(20n),
        validity: { kind: 'days', days: 7 },
      }),
      offer('month', { priceFen: fen(1_990), points: points(260n), validity: { kind: 'months', months: 1 } }),
      offer('sale', {
        priceFen: fen(490),
        points: points(50n),
        saleStartsAt,
        saleEndsAt,
        validity: { kind: 'days', days: 2 },
      }),
      offer('season', {
        priceFen: fen(690),
        points: points(80n),
        validity: { kind: 'until', until: instantIn(start, dice) },
      }),
    ],
    promotions: Array.from({ length: dice.between(2, 5) }, (_, nth) => drawPromotion(nth, start, ids, dice)),
    prices: [
      { code: IMAGE_API, points: 3n, fromMs: began },
      { code: TEXT_API, points: 5n, fromMs: began },
      { code: IMAGE_API, points: 4n, fromMs: raised },
    ],
  };
}

function drawPromotion(nth: number, start: Date, ids: IdSource, dice: Dice): Promotion {
  const [startsAt, endsAt] = spanIn(start, dice);
  const effect = dice.chance(0.5)
    ? ({ kind: 'discount', payPercent: dice.between(50, 95) } as const)
    : ({ kind: 'bonus_percent', percent: dice.between(5, 50) } as const);
  return aPromotion({ id: ids.next<PromotionId>(), code: `promotion-${nth}`, effect, startsAt, endsAt });
}

export async function putOnSale(uow: UnitOfWork, { packages, promotions, prices }: MonthCatalog): Promise<void> {
  await uow.run(async (stores) => {
    for (const { id, ...offer } of packages) await stores.packages.put(id, offer);
    for (const { id, ...offer } of promotions) await stores.promotions.put(id, offer);
    for (const price of prices) await announce(stores, price);
  });
}

async function announce({ soldApis, clock }: Stores, { code, points: cost, fromMs }: Priced): Promise<void> {
  const effectiveFrom = new Date(fromMs);
  await soldApis.put(aSoldApi({ code, pointsPerCall: points(cost), effectiveFrom }), await clock.now());
}

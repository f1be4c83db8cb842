import { type Fen, fen } from '../../shared/fen.ts';
import type { GatewayName } from '../payment-channel.ts';
import { type MilliFen, milliFen } from './milli-fen.ts';
import type { UnbilledSales } from './records.ts';

/** What bills say of the orders of one package. Refunds that have failed do not count. */
export type PackageSales = {
  readonly packageCode: string;
  readonly packageName: string;
  readonly payments: number;
  readonly refunds: number;
  readonly paidFen: Fen;
  readonly refundedFen: Fen;
  /** What the provider kept, less what it gave back. */
  readonly feeMilliFen: MilliFen;
};
/** `net` is what was paid, less refunds and fees. */
export type PackageRevenue = PackageSales & { readonly netMilliFen: MilliFen };
export type Revenue = { readonly packages: readonly PackageRevenue[]; readonly total: Omit<PackageRevenue, Names> };
type Names = 'packageCode' | 'packageName';

export function revenueOf(sales: readonly PackageSales[]): Revenue {
  const packages = sales.map((sold) => ({ ...sold, netMilliFen: netOf(sold) }));
  const sum = (pick: (sold: PackageSales) => number): number => sales.reduce((total, sold) => total + pick(sold), 0);
  const total = {
    ...{ payments: sum((sold) => sold.payments), refunds: sum((sold) => sold.refunds) },
    paidFen: fen(sum((sold) => sold.paidFen)),
    refundedFen: fen(sum((sold) => sold.refundedFen)),
    feeMilliFen: milliFen(sum((sold) => sold.feeMilliFen)),
  };
  return { packages, total: { ...total, netMilliFen: netOf(total) } };
}

const netOf = ({ paidFen, refundedFen, feeMilliFen }: Omit<PackageSales, Names>): MilliFen =>
  milliFen((paidFen - refundedFen) * 1_000 - feeMilliFen);

/** Of several days, one line per gateway. */
export function addUnbilled(sales: readonly UnbilledSales[]): UnbilledSales[] {
  const sums = new Map<GatewayName, UnbilledSales>();
  for (const { gateway, payments, amountFen } of sales) {
    const before = sums.get(gateway) ?? { gateway, payments: 0, amountFen: fen(0) };
    const sum = { payments: before.payments + payments, amountFen: fen(before.amountFen + amountFen) };
    sums.set(gateway, { gateway, ...sum });
  }
  return [...sums.values()];
}

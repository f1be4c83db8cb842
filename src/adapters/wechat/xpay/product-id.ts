import type { Fen } from '../../../domain/shared/fen.ts';

const longestId = 64;

/**
 * The 道具 at WeChat that stands for a package at a price. WeChat compares `goodsPrice` with the published price, so a
 * promotion's price is another product. Two packages whose codes become the same here share a product of the same price:
 * only its name is one of the two.
 */
export function productIdOf(packageCode: string, amountFen: Fen): string {
  const price = `_${amountFen}`;
  return packageCode.replace(/[^0-9A-Za-z_]/g, '_').slice(0, longestId - price.length) + price;
}

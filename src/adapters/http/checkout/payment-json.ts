import type { OfferedPackage } from '../../../application/catalog/list-packages.ts';
import { isSettled, type Order } from '../../../domain/ordering/order.ts';
import { totalPoints } from '../../../domain/ordering/settlement.ts';
import type { OutTradeNo } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';
import { publicId } from '../public-id.ts';
import { wholeNumber } from '../whole-number.ts';

// The words of the payment design: `amount` is fen, `credits` are all points that are granted, `package_id` is the code.

export const packageJson = ({ offer, quote, pointsExpireAt }: OfferedPackage) => ({
  package_id: offer.code,
  package_name: offer.name,
  package_name_en: offer.nameEn,
  description: offer.description,
  description_en: offer.descriptionEn,
  amount: quote.amountFen,
  list_amount: quote.listPriceFen,
  original_amount: offer.originalPriceFen,
  credits: wholeNumber(points(quote.points + quote.bonusPoints)),
  promotions: quote.applied.map(({ name }) => name),
  hot: offer.hot,
  credits_expire_at: pointsExpireAt,
});

export const createdJson = (order: Order, outTradeNo: OutTradeNo, codeUrl: string) => ({
  ...orderJson(order, outTradeNo),
  code_url: codeUrl,
  created_at: order.placedAt,
});

export const queriedJson = (order: Order, outTradeNo: OutTradeNo) => ({
  ...orderJson(order, outTradeNo),
  transaction_id: isSettled(order) ? order.transactionId : null,
  paid_at: isSettled(order) ? order.paidAt : null,
  credits_expire_at: isSettled(order) ? order.pointsExpireAt : null,
});

const orderJson = (order: Order, newest: OutTradeNo) => ({
  order_id: publicId('ord', order.id),
  out_trade_no: isSettled(order) ? order.outTradeNo : newest,
  status: order.status,
  // Orders from before packages had codes in them.
  package_id: order.terms.packageCode || publicId('pkg', order.terms.packageId),
  package_name: order.terms.packageName,
  package_name_en: order.terms.packageNameEn,
  amount: order.terms.amountFen,
  credits: wholeNumber(totalPoints(order)),
  expired_at: order.expiresAt,
});

import { changeSettings, type NextPayment, settings } from '../settings.ts';
import { askForPayment, type Bill } from '../shell/dialogs.ts';
import { later, Refused, textOf } from './call.ts';
import { askWechat, openidOfUser } from './wechat.ts';

type SimulatedOrder = { readonly description: string; readonly amount: { readonly total: number } };
const PARAMETERS = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const;
const FAILURE = '余额不足';

/** The sheet, unless the panel has decided beforehand; a decision counts once. */
async function decide(bill: Bill): Promise<Exclude<NextPayment, 'ask'>> {
  const { payment } = settings();
  if (payment === 'ask') return askForPayment(bill);
  changeSettings({ payment: 'ask' });
  return payment;
}

/** WeChat looks at the signature, the prepay and the payer before it shows anything. */
export const requestPayment = (appId: () => Promise<string>) =>
  later('requestPayment', async (given) => {
    const params = Object.fromEntries(PARAMETERS.map((name) => [name, textOf(given, name)]));
    const openid = await openidOfUser();
    const checked = { openid, params: { appId: await appId(), ...params } };
    const { out_trade_no: number } = await askWechat<{ out_trade_no: string }>('/request-payment', checked);
    const { description, amount } = await askWechat<SimulatedOrder>(`/orders/${number}`);
    const decision = await decide({ description, amountFen: amount.total });
    if (decision === 'cancel') {
      await askWechat(`/orders/${number}/cancel`, { openid });
      throw new Refused('cancel');
    }
    if (decision === 'fail') {
      await askWechat(`/orders/${number}/fail`, { openid, reason: FAILURE });
      throw new Refused(FAILURE);
    }
    await askWechat(`/orders/${number}/pay`, { openid });
    if (decision === 'lose') await new Promise(() => {});
  });

/** 小程序虚拟支付: the order begins here, on the phone. */
export const requestVirtualPayment = later('requestVirtualPayment', async (given) => {
  const { signData, paySig, signature, mode } = given;
  const openid = await openidOfUser();
  const params = { signData, paySig, signature, mode };
  const { out_trade_no: number } = await askWechat<{ out_trade_no: string }>('/request-virtual-payment', {
    openid,
    params,
  });
  const { goodsPrice = 0, productId = '' } = JSON.parse(String(signData)) as {
    goodsPrice?: number;
    productId?: string;
  };
  const decision = await decide({ description: productId, amountFen: goodsPrice });
  if (decision === 'cancel' || decision === 'fail') {
    await askWechat(`/xpay/orders/${number}/cancel`, {});
    if (decision === 'cancel') throw new Refused('cancel', { errCode: -2 });
    throw new Refused(FAILURE, { errCode: -1 });
  }
  await askWechat(`/xpay/orders/${number}/pay`, {});
  if (decision === 'lose') await new Promise(() => {});
});

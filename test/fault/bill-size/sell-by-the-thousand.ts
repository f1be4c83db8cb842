import { gzipSync } from 'node:zlib';
import type { Knex } from 'knex';
import { asIntruder } from '../../support/audit.ts';

export type LargeDay = {
  readonly trade: Buffer;
  readonly funds: Buffer;
  readonly tradeText: string;
  readonly fundsText: string;
};

/** Numbers of version 7, all of one second. */
const uuidSql = `lpad(to_hex(1768449600000), 12, '0') || '7000' || '8000' || lpad(to_hex(nth), 12, '0')`;

const outTradeNo = (nth: number): string =>
  `${(1768449600000).toString(16).padStart(12, '0')}70008000${nth.toString(16).padStart(12, '0')}`;

export const outTradeNosOf = (count: number): string[] =>
  Array.from({ length: count }, (_, nth) => outTradeNo(nth + 1));

/**
 * So many paid orders of one day, with the points that they granted, straight into the tables: what is measured is not how they
 * come about.
 */
export async function sellByTheThousand(knex: Knex, mchid: string, count: number): Promise<void> {
  await asIntruder(knex, async (trx) => {
    const id = `(${uuidSql})::uuid`;
    const at = `timestamptz '2026-01-15 00:00:00+08' + nth % 80000 * interval '1 second'`;
    const from = 'from generate_series(1, ?::int) nth';
    const placed = `${at} - interval '1 minute', ${at} + interval '29 minutes'`;
    await trx.raw(
      `insert into ordering.orders (id, user_id, status, package_id, package_code, package_name, list_price_fen, amount_fen, points,
         bonus_points, validity, promotions, placed_at, expires_at, paid_at, settled_at, transaction_id, paid_out_trade_no,
         points_expire_at)
       select ${id}, ${id}, 'paid', ${id}, 'starter', '入门包', 990, 990, 100, 20, '{"kind":"days","days":365}', '[]', ${placed},
         ${at}, ${at}, '42' || nth, ${uuidSql}, ${at} + interval '365 days' ${from}`,
      [count],
    );
    await trx.raw(
      `insert into ordering.payment_attempts (out_trade_no, order_id, amount_fen, description, payer_openid, expires_at, appid,
         mchid, request_body, gateway, seq, package_code)
       select ${uuidSql}, ${id}, 990, 'API', 'o-' || nth, ${at}, 'wx1', ?, '{}', 'jsapi', 1, 'starter' ${from}`,
      [mchid, count],
    );
    await trx.raw(
      `insert into ledger.entries (account_id, seq, kind, part, parts, change, balance_after, at, lot_id, cause_id, hash)
       select ${id}, 1, 'grant', 1, 1, 120, 120, ${at}, ${id}, ${id}, ''::bytea ${from}`,
      [count],
    );
  });
  await knex.raw('analyze ordering.orders, ordering.payment_attempts, ledger.entries');
}

const TRADE_HEAD =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,' +
  '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const FUND_HEAD =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';

/** WeChat's bills of these orders. */
export function billsOf(mchid: string, count: number): LargeDay {
  const trade = [TRADE_HEAD];
  const funds = [FUND_HEAD];
  for (let nth = 1; nth <= count; nth++) {
    const at = clock(nth % 80_000);
    trade.push(
      `\`${at},\`wxd678efh567hg6787,\`${mchid},\`0,\`,\`42${nth},\`${outTradeNo(nth)},\`o-${nth},\`JSAPI,\`SUCCESS,\`OTHERS,\`CNY,` +
        '`9.90,`0.00,`0,`0,`0.00,`0.00,`,`,`API积分充值,`,`0.05940,`0.60%,`9.90,`0.00,`',
    );
    const about = `\`${at},\`42${nth},\`42${nth},\`交易`;
    funds.push(`${about},\`交易,\`收入,\`9.90,\`9.90,\`system,\`结算总金额,\`${outTradeNo(nth)}`);
    funds.push(`${about},\`扣除交易手续费,\`支出,\`0.06,\`9.84,\`system,\`结算总金额,\`${outTradeNo(nth)}`);
  }
  trade.push('总交易单数,应结订单总金额', `\`${count},\`0.00`, '');
  funds.push('资金流水总笔数,收入笔数', `\`${2 * count},\`${count}`, '');
  const [tradeText, fundsText] = [trade.join('\r\n'), funds.join('\r\n')];
  return { trade: gzipSync(tradeText), funds: gzipSync(fundsText), tradeText, fundsText };
}

const clock = (second: number): string => `2026-01-15 ${new Date(second * 1_000).toISOString().slice(11, 19)}`;

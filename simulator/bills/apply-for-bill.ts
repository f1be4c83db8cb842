import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { randomText } from '../crypto/random-text.ts';
import { type Answer, refuse, succeed } from '../pay/answer.ts';
import type { BillSubject } from '../state/bill.ts';
import { fundFlowBillQuery, parseQuery, tradeBillQuery } from './bill-query.ts';
import { checkBillDay } from './check-bill-day.ts';
import { makeBill } from './make-bill.ts';

/** The production host, whoever asks: clients sign the path of this address, and lead the call elsewhere themselves. */
const downloadAt = 'https://api.mch.weixin.qq.com/v3/billdownload/file';

/** The hash is of the plain text, also where the file is compressed. */
function issueBill(context: Context, subject: BillSubject, gzip: boolean): Answer {
  const { store, now } = context;
  const { billPlan } = store.world;
  const refusal = checkBillDay(subject.day, billPlan, now());
  if (refusal) return refusal;
  const text = makeBill(context, subject, billPlan.bom);
  if (text === undefined) return refuse(400, 'NO_STATEMENT_EXIST', '请求的账单文件不存在');
  const token = randomText(86);
  store.record({ kind: 'bill_issued', bill: { token, subject, gzip, bom: billPlan.bom, issuedAtMs: now() } });
  return succeed({
    hash_type: 'SHA1',
    hash_value: createHash('sha1').update(text).digest('hex'),
    download_url: `${downloadAt}?token=${token}${gzip ? '&tartype=gzip' : ''}`,
  });
}

/** `GET /v3/bill/tradebill` */
export function applyForTradeBill(context: Context, target: string): Answer {
  const parsed = parseQuery(tradeBillQuery, target);
  if (parsed.kind === 'refused') return parsed.refusal;
  const { bill_date: day, bill_type: type, tar_type: tarType } = parsed.value;
  return issueBill(context, { kind: 'trade', day, type }, tarType === 'GZIP');
}

/** `GET /v3/bill/fundflowbill` */
export function applyForFundFlowBill(context: Context, target: string): Answer {
  const parsed = parseQuery(fundFlowBillQuery, target);
  if (parsed.kind === 'refused') return parsed.refusal;
  const { bill_date: day, account_type: account, tar_type: tarType } = parsed.value;
  return issueBill(context, { kind: 'fund_flow', day, account }, tarType === 'GZIP');
}

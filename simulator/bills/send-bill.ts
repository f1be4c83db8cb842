import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import type { Context } from '../context.ts';
import { type Answer, refuse } from '../pay/answer.ts';
import { queryOf } from '../pay/pay-request.ts';
import { sendAnswer } from '../pay/send-answer.ts';
import { newRequestId } from '../pay/sign-headers.ts';
import type { IssuedBill } from '../state/bill.ts';
import { billAddressLifeMs } from '../time/limits.ts';
import { makeBill } from './make-bill.ts';

function findBill({ store, now }: Context, token: string | null): IssuedBill | Answer {
  if (!token) return refuse(400, 'PARAM_ERROR', '参数错误：缺少token');
  const bill = store.world.issuedBills.get(token);
  if (!bill) return refuse(400, 'INVALID_REQUEST', '账单下载地址无效');
  if (now() > bill.issuedAtMs + billAddressLifeMs) return refuse(400, 'INVALID_REQUEST', '账单下载地址已过期');
  return bill;
}

/**
 * `GET /v3/billdownload/file?token=…`: the only success of `/v3` without a signature. Compressed, it is a file and not an
 * encoding of the answer, so that no HTTP client unpacks it by itself.
 */
export function sendBill(context: Context, request: Request, response: Response): void {
  const bill = findBill(context, queryOf(request.originalUrl).get('token'));
  if ('body' in bill) return sendAnswer(context, request, response, bill);
  const plain = Buffer.from(makeBill(context, bill.subject, bill.bom) ?? '');
  response.status(200).set('Request-ID', newRequestId());
  response.set('Content-Type', bill.gzip ? 'application/x-gzip' : 'text/plain; charset=utf-8');
  response.end(bill.gzip ? gzipSync(plain) : plain);
  context.log({ event: 'bill', subject: bill.subject, bytes: plain.length });
}

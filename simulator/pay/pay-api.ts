import express, { type Request, Router } from 'express';
import { applyForFundFlowBill, applyForTradeBill } from '../bills/apply-for-bill.ts';
import { sendBill } from '../bills/send-bill.ts';
import type { Context } from '../context.ts';
import { queryRefund } from '../refunds/query-refund.ts';
import type { RefundDesk } from '../refunds/refund-desk.ts';
import { requestRefund } from '../refunds/request-refund.ts';
import { type Answer, refuse } from './answer.ts';
import { checkHttpHeaders } from './check-http-headers.ts';
import { checkRequestSignature } from './check-request-signature.ts';
import { closeOrder } from './close-order.ts';
import { listCertificates } from './list-certificates.ts';
import type { PayRequest } from './pay-request.ts';
import { placeOrder } from './place-order.ts';
import { queryByOutTradeNo, queryByTransactionId } from './query-order.ts';
import { answerFault, sendAnswer } from './send-answer.ts';

const rawBodyOf = (request: Request): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));

const payRequest = (request: Request): PayRequest => ({
  method: request.method,
  target: request.originalUrl,
  rawBody: rawBodyOf(request),
  header: (name) => request.get(name),
});

type Decide = (context: Context, request: Request, desk: RefundDesk) => Answer;

const inPath = (request: Request, name: string): string => String(request.params[name]);

const routes: readonly (readonly ['get' | 'post', string, Decide])[] = [
  ['post', '/pay/transactions/jsapi', (context, request) => placeOrder(context, 'JSAPI', rawBodyOf(request))],
  ['post', '/pay/transactions/native', (context, request) => placeOrder(context, 'NATIVE', rawBodyOf(request))],
  [
    'get',
    '/pay/transactions/out-trade-no/:outTradeNo',
    (context, request) => queryByOutTradeNo(context, inPath(request, 'outTradeNo'), request.originalUrl),
  ],
  [
    'get',
    '/pay/transactions/id/:transactionId',
    (context, request) => queryByTransactionId(context, inPath(request, 'transactionId'), request.originalUrl),
  ],
  [
    'post',
    '/pay/transactions/out-trade-no/:outTradeNo/close',
    (context, request) => closeOrder(context, inPath(request, 'outTradeNo'), rawBodyOf(request)),
  ],
  ['post', '/refund/domestic/refunds', (context, request, desk) => requestRefund(context, desk, rawBodyOf(request))],
  [
    'get',
    '/refund/domestic/refunds/:outRefundNo',
    (context, request) => queryRefund(context, inPath(request, 'outRefundNo')),
  ],
  ['get', '/bill/tradebill', (context, request) => applyForTradeBill(context, request.originalUrl)],
  ['get', '/bill/fundflowbill', (context, request) => applyForFundFlowBill(context, request.originalUrl)],
  ['get', '/certificates', listCertificates],
];

/** WeChat Pay API v3, mounted at `/v3`. Nothing is looked at before the signature. */
export function payApi(context: Context, desk: RefundDesk): Router {
  const router = Router();
  router.use(express.raw({ type: () => true, limit: '64kb', inflate: false }));
  router.use((request, response, next) => {
    const pay = payRequest(request);
    const refusal = checkRequestSignature(context, pay) ?? checkHttpHeaders(pay);
    return refusal ? sendAnswer(context, request, response, refusal) : next();
  });
  router.use((_request, _response, next) => {
    desk.runDue();
    next();
  });
  for (const [method, path, decide] of routes) {
    router[method](path, (request, response) => sendAnswer(context, request, response, decide(context, request, desk)));
  }
  router.get('/billdownload/file', (request, response) => sendBill(context, request, response));
  router.use((request, response) => {
    sendAnswer(context, request, response, refuse(404, 'RESOURCE_NOT_EXISTS', '请求的接口不存在'));
  });
  router.use(answerFault(context));
  return router;
}

import type { Context } from '../context.ts';
import { yuan } from '../pay/yuan.ts';
import { refundableFen, refundsOf } from '../refunds/paid-order.ts';
import { couponFenOf, isPaid, isPastPayTime, type Order, type TradeState, tradeStateOf } from '../state/order.ts';
import { type Refund, type RefundStatus, statusOf } from '../state/refund.ts';
import { beijingClockTime } from '../time/beijing-time.ts';
import { type Html, html } from './escape-html.ts';
import { payerPageStyle } from './payer-page-style.ts';
import { type ScannableCode, type ScannablePage, scannableCodes, scannablePages } from './scannable-codes.ts';

const shownOrders = 50;

const lastAttempt = ({ attempts }: Order): string => {
  const attempt = attempts.at(-1);
  if (!attempt) return '';
  return attempt.outcome === 'cancelled' ? '，上次：用户取消' : `，上次：支付失败（${attempt.reason ?? ''}）`;
};

const failureReasons = ['银行卡余额不足', '超出单日支付限额', '系统繁忙，请稍后再试'];

function payForms({ outTradeNo }: Order): Html {
  const action = `/payer/orders/${encodeURIComponent(outTradeNo)}`;
  const options = failureReasons.map((reason) => html`<option>${reason}</option>`);
  return html`<div class="deeds">
    <form method="post" action="${action}/pay"><button class="pay">支付</button></form>
    <form method="post" action="${action}/cancel"><button>取消</button></form>
    <form method="post" action="${action}/fail"><button>支付失败</button>
      <select name="reason" aria-label="失败原因">${options}</select></form>
  </div>`;
}

function orderCard(order: Order, status: string, foot: Html): Html {
  return html`<li class="card">
    <div class="row"><span class="what">${order.description}</span><span class="sum">¥${yuan(order.amountFen)}</span></div>
    <dl><dt>商户单号</dt><dd class="number">${order.outTradeNo}</dd>
      <dt>方式</dt><dd>${order.tradeType === 'JSAPI' ? '小程序支付' : '扫码支付'}</dd>
      <dt>状态</dt><dd>${status}</dd></dl>
    ${foot}
  </li>`;
}

const openCard = (order: Order, nowMs: number): Html =>
  orderCard(order, `${isPastPayTime(order, nowMs) ? '已过支付时间' : '待支付'}${lastAttempt(order)}`, payForms(order));

const refundStates: Readonly<Record<RefundStatus, string>> = {
  PROCESSING: '退款中',
  SUCCESS: '已退款',
  CLOSED: '退款关闭',
  ABNORMAL: '退款异常',
};

const refundLine = (refund: Refund): Html => {
  const by = refund.origin === 'console' ? '，商户后台' : '';
  return html`<p class="receipt">${refundStates[statusOf(refund)]} ¥${yuan(refund.amountFen)}${by}，<span
    class="number">${refund.outRefundNo}</span></p>`;
};

function refundForm({ outTradeNo }: Order, leftFen: number): Html {
  if (leftFen === 0) return html``;
  return html`<div class="deeds">
    <form method="post" action="/payer/orders/${encodeURIComponent(outTradeNo)}/refund"><button>商户后台退款</button>
      <input name="yuan" inputmode="decimal" value="${yuan(leftFen)}" aria-label="退款金额（元）"></form>
  </div>`;
}

function paidCard(order: Order, refunds: readonly Refund[]): Html {
  const { payment } = order;
  const couponFen = payment ? couponFenOf(payment) : 0;
  const coupon = couponFen > 0 ? `，代金券抵扣 ¥${yuan(couponFen)}` : '';
  const foot = html`<p class="receipt">微信支付单号 ${payment?.transactionId ?? ''}</p>
    ${refunds.map(refundLine)}${refundForm(order, refundableFen(order, refunds))}`;
  return orderCard(order, `已支付，${beijingClockTime(payment?.paidAtMs ?? 0)}${coupon}`, foot);
}

function section(title: string, cards: readonly Html[], whenEmpty: string): Html {
  const content = cards.length > 0 ? html`<ul>${cards}</ul>` : html`<p class="empty">${whenEmpty}</p>`;
  return html`<section><h2>${title}</h2>${content}</section>`;
}

/** 扫一扫: whoever does not follow the official account begins to. */
const codeCard = ({ scene, secondsLeft }: ScannableCode): Html => html`<li class="card">
    <div class="row"><span class="what">公众号二维码</span><span>${String(secondsLeft)} 秒后过期</span></div>
    <dl><dt>场景</dt><dd class="number">${scene}</dd></dl>
    <div class="deeds"><form method="post" action="/payer/scan"><input type="hidden" name="scene" value="${scene}">
      <button class="pay">扫一扫</button><input name="user" value="xiaoma" maxlength="64" aria-label="扫码的微信用户"></form></div>
  </li>`;

/** WeChat opens the mini-program, at the page that the code is for. */
const pageCard = ({ page, scene, url }: ScannablePage): Html => html`<li class="card">
    <div class="row"><span class="what">小程序码</span></div>
    <dl><dt>页面</dt><dd class="number">${page}</dd><dt>场景</dt><dd class="number">${scene}</dd></dl>
    <div class="deeds">${url ? html`<a class="pay button" href="${url}">扫一扫</a>` : html``}</div>
  </li>`;

/** The payer's phone as one page without scripts. */
export function renderPayerPage(context: Context, message: string): string {
  const { store, now } = context;
  const nowMs = now();
  const newestFirst = [...store.world.orders.values()].reverse();
  const ordersThat = (wanted: (state: TradeState) => boolean): Order[] =>
    newestFirst.filter((order) => wanted(tradeStateOf(order, nowMs))).slice(0, shownOrders);
  const open = ordersThat((state) => state === 'NOTPAY').map((order) => openCard(order, nowMs));
  const paid = ordersThat(isPaid).map((order) => paidCard(order, refundsOf(store.world, order)));
  const codes = [...scannableCodes(context).map(codeCard), ...scannablePages(context).map(pageCard)];
  return html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>模拟微信支付</title><style>${payerPageStyle}</style></head>
<body><header><h1>模拟微信支付</h1><p>扮演付款人：这里不会产生真实扣款。微信时间 ${beijingClockTime(nowMs)}</p></header>
<main>${message ? html`<p class="message" role="status">${message}</p>` : html``}
${section('登录二维码', codes, '没有等待扫描的二维码。')}
${section('待支付订单', open, '没有待支付的订单。请先在商户页面下单，再刷新本页。')}
${section('已支付订单', paid, '还没有支付过。')}</main></body></html>`.markup;
}

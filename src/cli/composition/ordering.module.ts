import { ContainerModule } from 'inversify';
import { channelOf } from '../../application/ordering/channel-of.ts';
import { checkPayment } from '../../application/ordering/check-payment.ts';
import { closeExpiredOrders } from '../../application/ordering/close-expired-orders.ts';
import { closeUnpaid } from '../../application/ordering/close-unpaid.ts';
import { findOrderByNumber } from '../../application/ordering/find-order-by-number.ts';
import { handleNotification } from '../../application/ordering/handle-notification.ts';
import { listOrders } from '../../application/ordering/list-orders.ts';
import { placeOrder } from '../../application/ordering/place-order.ts';
import { pollPayments } from '../../application/ordering/poll-payments.ts';
import { queryAndSettle } from '../../application/ordering/query-and-settle.ts';
import { readOrder } from '../../application/ordering/read-order.ts';
import { receiveNotification } from '../../application/ordering/receive-notification.ts';
import { reportDeliveries } from '../../application/ordering/report-deliveries.ts';
import { settlePayment } from '../../application/ordering/settle-payment.ts';
import { sweepInbox } from '../../application/ordering/sweep-inbox.ts';
import { Parts, Tokens } from './tokens.ts';

export const orderingModule = new ContainerModule(({ bind }) => {
  bind(Tokens.settlePayment).toResolvedValue(
    (uow, ids, reporters, raiseAlarm) => settlePayment({ uow, ids, reporters, raiseAlarm }),
    [Parts.uow, Parts.ids, Parts.deliveryReporters, Parts.raiseAlarm],
  );
  bind(Tokens.queryAndSettle).toResolvedValue(
    (uow, gateways, settlePayment, noteGoneBack, raiseAlarm) =>
      queryAndSettle({ uow, gateways, settlePayment, noteGoneBack, raiseAlarm }),
    [Parts.uow, Parts.gateways, Tokens.settlePayment, Tokens.noteGoneBack, Parts.raiseAlarm],
  );
  bind(Tokens.closeUnpaid).toResolvedValue(
    (uow, gateways, queryAndSettle) => closeUnpaid({ uow, gateways, queryAndSettle }),
    [Parts.uow, Parts.gateways, Tokens.queryAndSettle],
  );
  bind(Tokens.placeOrder).toResolvedValue(
    (uow, gateways, channels, limits, queryAndSettle, closeUnpaid, ids) =>
      placeOrder({ uow, gateways, channels, limits, queryAndSettle, closeUnpaid, ids }),
    [
      Parts.uow,
      Parts.gateways,
      Parts.channels,
      Parts.spendingLimits,
      Tokens.queryAndSettle,
      Tokens.closeUnpaid,
      Parts.ids,
    ],
  );
  bind(Tokens.channelOf).toResolvedValue((channels) => channelOf({ channels }), [Parts.channels]);
  bind(Tokens.findOrderByNumber).toResolvedValue((uow) => findOrderByNumber({ uow }), [Parts.uow]);
  bind(Tokens.listOrders).toResolvedValue((uow) => listOrders({ uow }), [Parts.uow]);
  bind(Tokens.readOrder).toResolvedValue((uow) => readOrder({ uow }), [Parts.uow]);
  bind(Tokens.checkPayment).toResolvedValue(
    (uow, queryAndSettle, readOrder) => checkPayment({ uow, queryAndSettle, readOrder }),
    [Parts.uow, Tokens.queryAndSettle, Tokens.readOrder],
  );
  bind(Tokens.receiveNotification).toResolvedValue(
    (uow, readNotification) => receiveNotification({ uow, readNotification }),
    [Parts.inboxUow, Parts.readPayNotification],
  );
  bind(Tokens.receivePush).toResolvedValue(
    (uow, readNotification) => receiveNotification({ uow, readNotification }),
    [Parts.inboxUow, Parts.readPush],
  );
  bind(Tokens.answerAddressCheck).toResolvedValue((check) => check, [Parts.answerAddressCheck]);
  bind(Tokens.handleNotification).toResolvedValue(
    (uow, queryAndSettle, ids, reporters, raiseAlarm) =>
      handleNotification({ uow, queryAndSettle, ids, reporters, raiseAlarm }),
    [Parts.uow, Tokens.queryAndSettle, Parts.ids, Parts.deliveryReporters, Parts.raiseAlarm],
  );
  bind(Tokens.sweeps).toResolvedValue(
    (
      uow,
      handleNotification,
      queryAndSettle,
      closeUnpaid,
      reporters,
      raiseAlarm,
      reportFault,
      refundSweeps,
      reconciliationSweeps,
      ledgerSweeps,
      keySweeps,
      identitySweeps,
      followerSweeps,
      noticeSweeps,
      closingSweeps,
      webhookSweeps,
    ) => [
      sweepInbox({ uow, handleNotification, reportFault }),
      pollPayments({ uow, queryAndSettle, reportFault }),
      closeExpiredOrders({ uow, closeUnpaid, reportFault }),
      reportDeliveries({ uow, reporters, raiseAlarm, reportFault }),
      ...refundSweeps,
      ...reconciliationSweeps,
      ...ledgerSweeps,
      ...keySweeps,
      ...identitySweeps,
      ...followerSweeps,
      ...noticeSweeps,
      ...closingSweeps,
      ...webhookSweeps,
    ],
    [
      Parts.uow,
      Tokens.handleNotification,
      Tokens.queryAndSettle,
      Tokens.closeUnpaid,
      Parts.deliveryReporters,
      Parts.raiseAlarm,
      Parts.reportFault,
      Tokens.refundSweeps,
      Tokens.reconciliationSweeps,
      Tokens.ledgerSweeps,
      Tokens.keySweeps,
      Tokens.identitySweeps,
      Tokens.followerSweeps,
      Tokens.noticeSweeps,
      Tokens.closingSweeps,
      Tokens.webhookSweeps,
    ],
  );
});

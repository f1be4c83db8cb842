import { ContainerModule } from 'inversify';
import { checkPayment } from '../../application/ordering/check-payment.ts';
import { closeExpiredOrders } from '../../application/ordering/close-expired-orders.ts';
import { closeUnpaid } from '../../application/ordering/close-unpaid.ts';
import { handleNotification } from '../../application/ordering/handle-notification.ts';
import { placeOrder } from '../../application/ordering/place-order.ts';
import { pollPayments } from '../../application/ordering/poll-payments.ts';
import { queryAndSettle } from '../../application/ordering/query-and-settle.ts';
import { readOrder } from '../../application/ordering/read-order.ts';
import { receiveNotification } from '../../application/ordering/receive-notification.ts';
import { settlePayment } from '../../application/ordering/settle-payment.ts';
import { sweepInbox } from '../../application/ordering/sweep-inbox.ts';
import { Parts, Tokens } from './tokens.ts';

export const orderingModule = new ContainerModule(({ bind }) => {
  bind(Tokens.settlePayment).toResolvedValue(
    (uow, ids, raiseAlarm) => settlePayment({ uow, ids, raiseAlarm }),
    [Parts.uow, Parts.ids, Parts.raiseAlarm],
  );
  bind(Tokens.queryAndSettle).toResolvedValue(
    (uow, gateway, settlePayment, raiseAlarm) => queryAndSettle({ uow, gateway, settlePayment, raiseAlarm }),
    [Parts.uow, Parts.gateway, Tokens.settlePayment, Parts.raiseAlarm],
  );
  bind(Tokens.closeUnpaid).toResolvedValue(
    (uow, gateway, queryAndSettle) => closeUnpaid({ uow, gateway, queryAndSettle }),
    [Parts.uow, Parts.gateway, Tokens.queryAndSettle],
  );
  bind(Tokens.placeOrder).toResolvedValue(
    (uow, gateway, queryAndSettle, closeUnpaid, ids, payerAppid) =>
      placeOrder({ uow, gateway, queryAndSettle, closeUnpaid, ids, payerAppid }),
    [Parts.uow, Parts.gateway, Tokens.queryAndSettle, Tokens.closeUnpaid, Parts.ids, Parts.payerAppid],
  );
  bind(Tokens.readOrder).toResolvedValue((uow) => readOrder({ uow }), [Parts.uow]);
  bind(Tokens.checkPayment).toResolvedValue(
    (uow, queryAndSettle, readOrder) => checkPayment({ uow, queryAndSettle, readOrder }),
    [Parts.uow, Tokens.queryAndSettle, Tokens.readOrder],
  );
  bind(Tokens.receiveNotification).toResolvedValue(
    (uow, gateway) => receiveNotification({ uow, gateway }),
    [Parts.uow, Parts.gateway],
  );
  bind(Tokens.handleNotification).toResolvedValue(
    (uow, ids, raiseAlarm) => handleNotification({ uow, ids, raiseAlarm }),
    [Parts.uow, Parts.ids, Parts.raiseAlarm],
  );
  bind(Tokens.sweeps).toResolvedValue(
    (uow, handleNotification, queryAndSettle, closeUnpaid, reportFault) => [
      sweepInbox({ uow, handleNotification, reportFault }),
      pollPayments({ uow, queryAndSettle, reportFault }),
      closeExpiredOrders({ uow, closeUnpaid, reportFault }),
    ],
    [Parts.uow, Tokens.handleNotification, Tokens.queryAndSettle, Tokens.closeUnpaid, Parts.reportFault],
  );
});

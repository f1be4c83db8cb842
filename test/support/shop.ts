import { nodeSecrets, uuidV7Source } from '../../src/adapters/system/random.ts';
import { listPackages } from '../../src/application/catalog/list-packages.ts';
import { seedCatalog } from '../../src/application/catalog/seed-catalog.ts';
import { authenticateSession } from '../../src/application/identity/authenticate-session.ts';
import { logInWithWechat } from '../../src/application/identity/log-in-with-wechat.ts';
import { authenticateService } from '../../src/application/keyvault/authenticate-service.ts';
import { createService } from '../../src/application/keyvault/create-service.ts';
import { issueKey } from '../../src/application/keyvault/issue-key.ts';
import { listKeys } from '../../src/application/keyvault/list-keys.ts';
import { switchKey } from '../../src/application/keyvault/switch-key.ts';
import { consumePoints } from '../../src/application/ledger/consume-points.ts';
import { readBalance } from '../../src/application/ledger/read-balance.ts';
import { checkPayment } from '../../src/application/ordering/check-payment.ts';
import { closeExpiredOrders } from '../../src/application/ordering/close-expired-orders.ts';
import { closeUnpaid } from '../../src/application/ordering/close-unpaid.ts';
import { handleNotification } from '../../src/application/ordering/handle-notification.ts';
import { placeOrder } from '../../src/application/ordering/place-order.ts';
import { pollPayments } from '../../src/application/ordering/poll-payments.ts';
import { queryAndSettle } from '../../src/application/ordering/query-and-settle.ts';
import { readOrder } from '../../src/application/ordering/read-order.ts';
import { receiveNotification } from '../../src/application/ordering/receive-notification.ts';
import { settlePayment } from '../../src/application/ordering/settle-payment.ts';
import { sweepInbox } from '../../src/application/ordering/sweep-inbox.ts';
import type { Alarm, RaiseAlarm } from '../../src/application/shared/alarm.ts';
import type { UnitOfWork } from '../../src/application/shared/unit-of-work.ts';
import { OURS } from './builders.ts';
import { FakeGateway } from './fake-gateway.ts';
import { FakeWechatLogin } from './fake-wechat-login.ts';

/** Every use case on these stores, with a provider and a WeChat that do as the test says. */
export function openShop<Uow extends UnitOfWork>(uow: Uow) {
  const gateway = new FakeGateway();
  const wechatLogin = new FakeWechatLogin();
  const reported: unknown[] = [];
  const reportFault = (error: unknown): void => void reported.push(error);
  const alarms: Alarm[] = [];
  const raiseAlarm: RaiseAlarm = (alarm) => void alarms.push(alarm);
  const base = { uow, ids: uuidV7Source, secrets: nodeSecrets, raiseAlarm };
  const settle = settlePayment(base);
  const query = queryAndSettle({ uow, gateway, settlePayment: settle, raiseAlarm });
  const close = closeUnpaid({ uow, gateway, queryAndSettle: query });
  const handle = handleNotification(base);
  const read = readOrder(base);
  return {
    ...{ uow, gateway, wechatLogin, reported, alarms },
    listPackages: listPackages(base),
    seedCatalog: seedCatalog(base),
    logIn: logInWithWechat({ ...base, wechatLogin }),
    authenticateSession: authenticateSession(base),
    placeOrder: placeOrder({ ...base, gateway, queryAndSettle: query, closeUnpaid: close, payerAppid: OURS.appid }),
    readOrder: read,
    checkPayment: checkPayment({ uow, queryAndSettle: query, readOrder: read }),
    closeUnpaid: close,
    settlePayment: settle,
    receiveNotification: receiveNotification({ uow, gateway }),
    handleNotification: handle,
    pollPayments: pollPayments({ uow, queryAndSettle: query, reportFault }),
    closeExpiredOrders: closeExpiredOrders({ uow, closeUnpaid: close, reportFault }),
    sweepInbox: sweepInbox({ uow, handleNotification: handle, reportFault }),
    consumePoints: consumePoints(base),
    readBalance: readBalance(base),
    issueKey: issueKey(base),
    listKeys: listKeys(base),
    switchKey: switchKey(base),
    createService: createService(base),
    authenticateService: authenticateService(base),
  };
}

export type Shop<Uow extends UnitOfWork = UnitOfWork> = ReturnType<typeof openShop<Uow>>;

/** Never aborted. */
export const untilDone = new AbortController().signal;

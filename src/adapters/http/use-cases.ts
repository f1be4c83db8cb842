import type { ListPackages } from '../../application/catalog/list-packages.ts';
import type { ListSoldApis } from '../../application/catalog/list-sold-apis.ts';
import type { AuthenticateSession } from '../../application/identity/authenticate-session.ts';
import type { LogInWithWechat } from '../../application/identity/log-in-with-wechat.ts';
import type { AuthenticateService } from '../../application/keyvault/authenticate-service.ts';
import type { IssueKey } from '../../application/keyvault/issue-key.ts';
import type { ListKeys } from '../../application/keyvault/list-keys.ts';
import type { SwitchKey } from '../../application/keyvault/switch-key.ts';
import type { ConsumePoints } from '../../application/ledger/consume-points.ts';
import type { ReadBalance } from '../../application/ledger/read-balance.ts';
import type { CheckPayment } from '../../application/ordering/check-payment.ts';
import type { HandleNotification } from '../../application/ordering/handle-notification.ts';
import type { PlaceOrder } from '../../application/ordering/place-order.ts';
import type { ReadOrder } from '../../application/ordering/read-order.ts';
import type { ReceiveNotification } from '../../application/ordering/receive-notification.ts';

/** What the HTTP surface can do. */
export type UseCases = {
  readonly logInWithWechat: LogInWithWechat;
  readonly authenticateSession: AuthenticateSession;
  readonly listPackages: ListPackages;
  readonly listSoldApis: ListSoldApis;
  readonly placeOrder: PlaceOrder;
  readonly readOrder: ReadOrder;
  readonly checkPayment: CheckPayment;
  readonly readBalance: ReadBalance;
  readonly issueKey: IssueKey;
  readonly listKeys: ListKeys;
  readonly switchKey: SwitchKey;
  readonly consumePoints: ConsumePoints;
  readonly authenticateService: AuthenticateService;
  readonly receiveNotification: ReceiveNotification;
  readonly handleNotification: HandleNotification;
  /** Throws when the database cannot be reached. */
  readonly checkReadiness: () => Promise<void>;
};

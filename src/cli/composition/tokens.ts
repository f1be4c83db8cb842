import type { ServiceIdentifier } from 'inversify';
import type { UseCases } from '../../adapters/http/use-cases.ts';
import type { SeedCatalog } from '../../application/catalog/seed-catalog.ts';
import type { CreateService } from '../../application/keyvault/create-service.ts';
import type { CloseUnpaid } from '../../application/ordering/close-unpaid.ts';
import type { QueryAndSettle } from '../../application/ordering/query-and-settle.ts';
import type { SettlePayment } from '../../application/ordering/settle-payment.ts';
import type { RaiseAlarm } from '../../application/shared/alarm.ts';
import type { IdSource, Secrets } from '../../application/shared/random.ts';
import type { ReportFault } from '../../application/shared/run-each.ts';
import type { Sweep } from '../../application/shared/sweep.ts';
import type { UnitOfWork } from '../../application/shared/unit-of-work.ts';
import type { WechatLogin } from '../../domain/identity/wechat-login.ts';
import type { PaymentGateway } from '../../domain/ordering/payment-gateway.ts';

const token = <T>(name: string) => Symbol(name) as ServiceIdentifier<T>;

/** What comes from outside the application: made by `src/cli/system`, bound as constants. */
export const Parts = {
  uow: token<UnitOfWork>('UnitOfWork'),
  gateway: token<PaymentGateway>('PaymentGateway'),
  wechatLogin: token<WechatLogin>('WechatLogin'),
  payerAppid: token<string>('payerAppid'),
  ids: token<IdSource>('IdSource'),
  secrets: token<Secrets>('Secrets'),
  reportFault: token<ReportFault>('ReportFault'),
  raiseAlarm: token<RaiseAlarm>('RaiseAlarm'),
};

/** One token per use case, under the use case's own name. */
export const Tokens = {
  logInWithWechat: token<UseCases['logInWithWechat']>('logInWithWechat'),
  authenticateSession: token<UseCases['authenticateSession']>('authenticateSession'),
  listPackages: token<UseCases['listPackages']>('listPackages'),
  listSoldApis: token<UseCases['listSoldApis']>('listSoldApis'),
  seedCatalog: token<SeedCatalog>('seedCatalog'),
  placeOrder: token<UseCases['placeOrder']>('placeOrder'),
  readOrder: token<UseCases['readOrder']>('readOrder'),
  checkPayment: token<UseCases['checkPayment']>('checkPayment'),
  settlePayment: token<SettlePayment>('settlePayment'),
  queryAndSettle: token<QueryAndSettle>('queryAndSettle'),
  closeUnpaid: token<CloseUnpaid>('closeUnpaid'),
  receiveNotification: token<UseCases['receiveNotification']>('receiveNotification'),
  handleNotification: token<UseCases['handleNotification']>('handleNotification'),
  readBalance: token<UseCases['readBalance']>('readBalance'),
  consumePoints: token<UseCases['consumePoints']>('consumePoints'),
  issueKey: token<UseCases['issueKey']>('issueKey'),
  listKeys: token<UseCases['listKeys']>('listKeys'),
  switchKey: token<UseCases['switchKey']>('switchKey'),
  createService: token<CreateService>('createService'),
  authenticateService: token<UseCases['authenticateService']>('authenticateService'),
  sweeps: token<readonly Sweep[]>('sweeps'),
};

import type { ServiceIdentifier } from 'inversify';
import type { UseCases } from '../../adapters/http/use-cases.ts';
import type { SeedCatalog } from '../../application/catalog/seed-catalog.ts';
import type { ConfirmScan } from '../../application/identity/confirm-scan.ts';
import type { FinishClosing } from '../../application/identity/finish-closing.ts';
import type { HandleFollowerEvent } from '../../application/identity/handle-follower-event.ts';
import type { CreateService } from '../../application/keyvault/create-service.ts';
import type { NoteSeal } from '../../application/ledger/seal-ledger.ts';
import type { ChargeUsage } from '../../application/ledger/usage.ts';
import type { ApplyRefund } from '../../application/ordering/apply-refund.ts';
import type { ApproveRefund } from '../../application/ordering/approve-refund.ts';
import type { CloseUnpaid } from '../../application/ordering/close-unpaid.ts';
import type { ListRefunds } from '../../application/ordering/list-refunds.ts';
import type { NoteGoneBack } from '../../application/ordering/note-gone-back.ts';
import type { QueryAndSettle } from '../../application/ordering/query-and-settle.ts';
import type { QueryRefund } from '../../application/ordering/query-refund.ts';
import type { RejectRefund } from '../../application/ordering/reject-refund.ts';
import type { RequestRefund } from '../../application/ordering/request-refund.ts';
import type { SendRefund } from '../../application/ordering/send-refund.ts';
import type { SettlePayment } from '../../application/ordering/settle-payment.ts';
import type { ApplyDifferences } from '../../application/reconciliation/apply-differences.ts';
import type { CompareDay } from '../../application/reconciliation/compare-day.ts';
import type { ReadReport } from '../../application/reconciliation/read-report.ts';
import type { RaiseAlarm } from '../../application/shared/alarm.ts';
import type { IdSource, Secrets } from '../../application/shared/random.ts';
import type { ReportFault } from '../../application/shared/run-each.ts';
import type { SealSecret } from '../../application/shared/seal-secret.ts';
import type { Sweep } from '../../application/shared/sweep.ts';
import type { UnitOfWork } from '../../application/shared/unit-of-work.ts';
import type { AddEndpoint } from '../../application/webhooks/add-endpoint.ts';
import type {
  AnswerAccountCheck,
  FollowerInfo,
  ReadFollowerMessage,
  WriteFollowerReply,
} from '../../domain/identity/follower-message.ts';
import type { NoticeSender } from '../../domain/identity/notice-sender.ts';
import type { SceneCodes } from '../../domain/identity/scene-codes.ts';
import type { TextCheck } from '../../domain/identity/text-check.ts';
import type { WechatLogin } from '../../domain/identity/wechat-login.ts';
import type { DeliveryReporters } from '../../domain/ordering/delivery.ts';
import type { Channels } from '../../domain/ordering/payment-channel.ts';
import type { AnswerAddressCheck, Gateways, ReadNotification } from '../../domain/ordering/payment-gateway.ts';
import type { SpendingLimits } from '../../domain/ordering/spending.ts';
import type { TradeBills } from '../../domain/ordering/trade-bill.ts';
import type { Fen } from '../../domain/shared/fen.ts';
import type { Points } from '../../domain/shared/points.ts';
import type { WebhookSender } from '../../domain/webhooks/webhook-sender.ts';

const token = <T>(name: string) => Symbol(name) as ServiceIdentifier<T>;

/** What comes from outside the application: made by `src/cli/system`, bound as constants. */
export const Parts = {
  uow: token<UnitOfWork>('UnitOfWork'),
  /** With connections of its own: a notification is stored also while everything else waits for a lock. */
  inboxUow: token<UnitOfWork<'inbox' | 'followerInbox' | 'clock'>>('inbox UnitOfWork'),
  gateways: token<Gateways>('Gateways'),
  deliveryReporters: token<DeliveryReporters>('DeliveryReporters'),
  channels: token<Channels>('Channels'),
  spendingLimits: token<SpendingLimits>('SpendingLimits'),
  invoiceRequestDays: token<number>('days in which an invoice may be requested'),
  refundApprovalLimitFen: token<Fen>('refund approval limit'),
  accountClosingDays: token<number>('days in which the closing of an account can be taken back'),
  tradeBills: token<TradeBills>('TradeBills'),
  readPayNotification: token<ReadNotification>('ReadNotification'),
  /** What WeChat pushes to the mini-program's server (消息推送). */
  readPush: token<ReadNotification>('ReadNotification of pushes'),
  answerAddressCheck: token<AnswerAddressCheck>('AnswerAddressCheck'),
  wechatLogin: token<WechatLogin>('WechatLogin'),
  /** For signing in on the web. */
  sceneCodes: token<SceneCodes>('SceneCodes'),
  readFollowerMessage: token<ReadFollowerMessage>('ReadFollowerMessage'),
  answerAccountCheck: token<AnswerAccountCheck>('AnswerAccountCheck'),
  writeFollowerReply: token<WriteFollowerReply>('WriteFollowerReply'),
  followerInfo: token<FollowerInfo>('FollowerInfo'),
  textCheck: token<TextCheck>('TextCheck'),
  noticeSender: token<NoticeSender>('NoticeSender'),
  lowPointsLevels: token<readonly Points[]>('levels at which points are low'),
  pointsExpiringDays: token<number>('days before points expire'),
  webhookSender: token<WebhookSender>('WebhookSender'),
  ids: token<IdSource>('IdSource'),
  secrets: token<Secrets>('Secrets'),
  /** Of the secrets that services sign with, of those that events for them are signed with, and of the checkouts that they open; null: nobody has said under what. */
  serviceSeal: token<SealSecret | null>('SealSecret of services'),
  /** The fast equal of the use case `chargeUsage`. */
  chargeUsage: token<ChargeUsage>('ChargeUsage'),
  noteSeal: token<NoteSeal>('NoteSeal'),
  reportFault: token<ReportFault>('ReportFault'),
  raiseAlarm: token<RaiseAlarm>('RaiseAlarm'),
};

/** One token per use case, under the use case's own name. */
export const Tokens = {
  logInWithWechat: token<UseCases['logInWithWechat']>('logInWithWechat'),
  authenticateSession: token<UseCases['authenticateSession']>('authenticateSession'),
  findUser: token<UseCases['findUser']>('findUser'),
  listSessions: token<UseCases['listSessions']>('listSessions'),
  endSession: token<UseCases['endSession']>('endSession'),
  revokeSession: token<UseCases['revokeSession']>('revokeSession'),
  revokeOtherSessions: token<UseCases['revokeOtherSessions']>('revokeOtherSessions'),
  openLoginTicket: token<UseCases['openLoginTicket']>('openLoginTicket'),
  claimLoginTicket: token<UseCases['claimLoginTicket']>('claimLoginTicket'),
  answerLoginTicket: token<UseCases['answerLoginTicket']>('answerLoginTicket'),
  confirmScan: token<ConfirmScan>('confirmScan'),
  mapExternalUser: token<UseCases['mapExternalUser']>('mapExternalUser'),
  findExternalUser: token<UseCases['findExternalUser']>('findExternalUser'),
  openCheckout: token<UseCases['openCheckout']>('openCheckout'),
  readCheckout: token<UseCases['readCheckout']>('readCheckout'),
  readOwnCheckout: token<UseCases['readOwnCheckout']>('readOwnCheckout'),
  findWayBack: token<UseCases['findWayBack']>('findWayBack'),
  placeOrderInCheckout: token<UseCases['placeOrderInCheckout']>('placeOrderInCheckout'),
  answerAccountCheck: token<UseCases['answerAccountCheck']>('answerAccountCheck'),
  receiveFollowerMessage: token<UseCases['receiveFollowerMessage']>('receiveFollowerMessage'),
  handleFollowerEvent: token<HandleFollowerEvent>('handleFollowerEvent'),
  greetFollower: token<UseCases['greetFollower']>('greetFollower'),
  writeFollowerReply: token<UseCases['writeFollowerReply']>('writeFollowerReply'),
  followerSweeps: token<readonly Sweep[]>('followerSweeps'),
  changeProfile: token<UseCases['changeProfile']>('changeProfile'),
  changeAvatar: token<UseCases['changeAvatar']>('changeAvatar'),
  removeAvatar: token<UseCases['removeAvatar']>('removeAvatar'),
  readAvatar: token<UseCases['readAvatar']>('readAvatar'),
  listSubscriptions: token<UseCases['listSubscriptions']>('listSubscriptions'),
  acceptMessages: token<UseCases['acceptMessages']>('acceptMessages'),
  lookAtClosing: token<UseCases['lookAtClosing']>('lookAtClosing'),
  beginClosing: token<UseCases['beginClosing']>('beginClosing'),
  cancelClosing: token<UseCases['cancelClosing']>('cancelClosing'),
  finishClosing: token<FinishClosing>('finishClosing'),
  closingSweeps: token<readonly Sweep[]>('closingSweeps'),
  listPackages: token<UseCases['listPackages']>('listPackages'),
  listPromotions: token<UseCases['listPromotions']>('listPromotions'),
  listSoldApis: token<UseCases['listSoldApis']>('listSoldApis'),
  quoteForBuyer: token<UseCases['quoteForBuyer']>('quoteForBuyer'),
  redeemCode: token<UseCases['redeemCode']>('redeemCode'),
  seedCatalog: token<SeedCatalog>('seedCatalog'),
  findPackageByCode: token<UseCases['findPackageByCode']>('findPackageByCode'),
  channelOf: token<UseCases['channelOf']>('channelOf'),
  placeOrder: token<UseCases['placeOrder']>('placeOrder'),
  listOrders: token<UseCases['listOrders']>('listOrders'),
  readOrder: token<UseCases['readOrder']>('readOrder'),
  findOrderByNumber: token<UseCases['findOrderByNumber']>('findOrderByNumber'),
  checkPayment: token<UseCases['checkPayment']>('checkPayment'),
  settlePayment: token<SettlePayment>('settlePayment'),
  queryAndSettle: token<QueryAndSettle>('queryAndSettle'),
  closeUnpaid: token<CloseUnpaid>('closeUnpaid'),
  requestRefund: token<RequestRefund>('requestRefund'),
  approveRefund: token<ApproveRefund>('approveRefund'),
  rejectRefund: token<RejectRefund>('rejectRefund'),
  listRefunds: token<ListRefunds>('listRefunds'),
  noteGoneBack: token<NoteGoneBack>('noteGoneBack'),
  applyRefund: token<ApplyRefund>('applyRefund'),
  sendRefund: token<SendRefund>('sendRefund'),
  queryRefund: token<QueryRefund>('queryRefund'),
  compareDay: token<CompareDay>('compareDay'),
  applyDifferences: token<ApplyDifferences>('applyDifferences'),
  readReport: token<ReadReport>('readReport'),
  receiveNotification: token<UseCases['receiveNotification']>('receiveNotification'),
  receivePush: token<UseCases['receivePush']>('receivePush'),
  answerAddressCheck: token<UseCases['answerAddressCheck']>('answerAddressCheck'),
  handleNotification: token<UseCases['handleNotification']>('handleNotification'),
  addInvoiceTitle: token<UseCases['addInvoiceTitle']>('addInvoiceTitle'),
  changeInvoiceTitle: token<UseCases['changeInvoiceTitle']>('changeInvoiceTitle'),
  deleteInvoiceTitles: token<UseCases['deleteInvoiceTitles']>('deleteInvoiceTitles'),
  listInvoiceTitles: token<UseCases['listInvoiceTitles']>('listInvoiceTitles'),
  requestInvoice: token<UseCases['requestInvoice']>('requestInvoice'),
  cancelInvoice: token<UseCases['cancelInvoice']>('cancelInvoice'),
  readInvoice: token<UseCases['readInvoice']>('readInvoice'),
  listInvoices: token<UseCases['listInvoices']>('listInvoices'),
  listInvoiceableOrders: token<UseCases['listInvoiceableOrders']>('listInvoiceableOrders'),
  summariseInvoices: token<UseCases['summariseInvoices']>('summariseInvoices'),
  readBalance: token<UseCases['readBalance']>('readBalance'),
  listExpiring: token<UseCases['listExpiring']>('listExpiring'),
  listStatement: token<UseCases['listStatement']>('listStatement'),
  chargeUsage: token<UseCases['chargeUsage']>('chargeUsage'),
  captureHold: token<UseCases['captureHold']>('captureHold'),
  explainUsage: token<UseCases['explainUsage']>('explainUsage'),
  placeHold: token<UseCases['placeHold']>('placeHold'),
  readAccount: token<UseCases['readAccount']>('readAccount'),
  releaseHold: token<UseCases['releaseHold']>('releaseHold'),
  reverseUsage: token<UseCases['reverseUsage']>('reverseUsage'),
  verifyKey: token<UseCases['verifyKey']>('verifyKey'),
  summariseUsage: token<UseCases['summariseUsage']>('summariseUsage'),
  listRefusedCalls: token<UseCases['listRefusedCalls']>('listRefusedCalls'),
  keySweeps: token<readonly Sweep[]>('keySweeps'),
  issueKey: token<UseCases['issueKey']>('issueKey'),
  listKeys: token<UseCases['listKeys']>('listKeys'),
  showKey: token<UseCases['showKey']>('showKey'),
  changeKey: token<UseCases['changeKey']>('changeKey'),
  switchKeys: token<UseCases['switchKeys']>('switchKeys'),
  rotateKey: token<UseCases['rotateKey']>('rotateKey'),
  deleteKeys: token<UseCases['deleteKeys']>('deleteKeys'),
  createService: token<CreateService>('createService'),
  admitService: token<UseCases['admitService']>('admitService'),
  checkSignature: token<UseCases['checkSignature']>('checkSignature'),
  identitySweeps: token<readonly Sweep[]>('identitySweeps'),
  ledgerSweeps: token<readonly Sweep[]>('ledgerSweeps'),
  refundSweeps: token<readonly Sweep[]>('refundSweeps'),
  reconciliationSweeps: token<readonly Sweep[]>('reconciliationSweeps'),
  noticeSweeps: token<readonly Sweep[]>('noticeSweeps'),
  addWebhookEndpoint: token<AddEndpoint>('addWebhookEndpoint'),
  webhookSweeps: token<readonly Sweep[]>('webhookSweeps'),
  /** All of them. */
  sweeps: token<readonly Sweep[]>('sweeps'),
};

import { nodeSecrets, uuidV7Source } from '../../src/adapters/system/random.ts';
import { sealUnder } from '../../src/adapters/system/seal-secret.ts';
import { listPackages } from '../../src/application/catalog/list-packages.ts';
import { listPromotions } from '../../src/application/catalog/list-promotions.ts';
import { listSoldApis } from '../../src/application/catalog/list-sold-apis.ts';
import { previewSeed } from '../../src/application/catalog/preview-seed.ts';
import { quoteForBuyer } from '../../src/application/catalog/quote-for-buyer.ts';
import { redeemCode } from '../../src/application/catalog/redeem-code.ts';
import { seedCatalog } from '../../src/application/catalog/seed-catalog.ts';
import { acceptMessages, listSubscriptions } from '../../src/application/identity/accept-messages.ts';
import { answerLoginTicket } from '../../src/application/identity/answer-login-ticket.ts';
import { authenticateSession } from '../../src/application/identity/authenticate-session.ts';
import { beginClosing } from '../../src/application/identity/begin-closing.ts';
import { cancelClosing } from '../../src/application/identity/cancel-closing.ts';
import { changeAvatar, removeAvatar } from '../../src/application/identity/change-avatar.ts';
import { changeProfile } from '../../src/application/identity/change-profile.ts';
import { claimLoginTicket } from '../../src/application/identity/claim-login-ticket.ts';
import { closeAccounts } from '../../src/application/identity/close-accounts.ts';
import { confirmScan } from '../../src/application/identity/confirm-scan.ts';
import { findExternalUser } from '../../src/application/identity/find-external-user.ts';
import { findWayBack } from '../../src/application/identity/find-way-back.ts';
import { finishClosing } from '../../src/application/identity/finish-closing.ts';
import { greetFollower } from '../../src/application/identity/greet-follower.ts';
import { handleFollowerEvent } from '../../src/application/identity/handle-follower-event.ts';
import { listDuplicates } from '../../src/application/identity/list-duplicates.ts';
import { logInWithWechat } from '../../src/application/identity/log-in-with-wechat.ts';
import { lookAtClosing } from '../../src/application/identity/look-at-closing.ts';
import {
  endSession,
  listSessions,
  revokeOtherSessions,
  revokeSession,
} from '../../src/application/identity/manage-sessions.ts';
import { mapExternalUser } from '../../src/application/identity/map-external-user.ts';
import { mergeUsers } from '../../src/application/identity/merge-users.ts';
import { noticeExpiringPoints } from '../../src/application/identity/notice-expiring-points.ts';
import { noticeLowPoints } from '../../src/application/identity/notice-low-points.ts';
import { openCheckout } from '../../src/application/identity/open-checkout.ts';
import { openLoginTicket } from '../../src/application/identity/open-login-ticket.ts';
import { placeOrderInCheckout } from '../../src/application/identity/place-order-in-checkout.ts';
import { readAvatar } from '../../src/application/identity/read-avatar.ts';
import { readCheckout } from '../../src/application/identity/read-checkout.ts';
import { readOwnCheckout } from '../../src/application/identity/read-own-checkout.ts';
import { receiveFollowerMessage } from '../../src/application/identity/receive-follower-message.ts';
import { removeOldLoginTickets } from '../../src/application/identity/remove-old-login-tickets.ts';
import { sendNotices } from '../../src/application/identity/send-notices.ts';
import { showUser } from '../../src/application/identity/show-user.ts';
import { sweepFollowerInbox } from '../../src/application/identity/sweep-follower-inbox.ts';
import { admitService } from '../../src/application/keyvault/admit-service.ts';
import { changeKey } from '../../src/application/keyvault/change-key.ts';
import { changeService } from '../../src/application/keyvault/change-service.ts';
import { checkSignature } from '../../src/application/keyvault/check-signature.ts';
import { createService } from '../../src/application/keyvault/create-service.ts';
import { deleteKeys } from '../../src/application/keyvault/delete-keys.ts';
import { endServiceCredentials } from '../../src/application/keyvault/end-service-credentials.ts';
import { issueKey, type KeyRequest } from '../../src/application/keyvault/issue-key.ts';
import { listKeys } from '../../src/application/keyvault/list-keys.ts';
import { listRefusedCalls } from '../../src/application/keyvault/list-refused-calls.ts';
import { listServices, showService } from '../../src/application/keyvault/list-services.ts';
import { rotateKey } from '../../src/application/keyvault/rotate-key.ts';
import { rotateServiceToken } from '../../src/application/keyvault/rotate-service-token.ts';
import { rotateSigningSecret } from '../../src/application/keyvault/rotate-signing-secret.ts';
import { switchKeys } from '../../src/application/keyvault/switch-keys.ts';
import { adjustPoints } from '../../src/application/ledger/adjust-points.ts';
import { captureHold } from '../../src/application/ledger/capture-hold.ts';
import { chargeUsage } from '../../src/application/ledger/charge-usage.ts';
import { expireLots } from '../../src/application/ledger/expire-lots.ts';
import { explainUsage } from '../../src/application/ledger/explain-usage.ts';
import { listExpiring } from '../../src/application/ledger/list-expiring.ts';
import { listStatement } from '../../src/application/ledger/list-statement.ts';
import { placeHold } from '../../src/application/ledger/place-hold.ts';
import { readAccount } from '../../src/application/ledger/read-account.ts';
import { readBalance } from '../../src/application/ledger/read-balance.ts';
import { readPastBalance } from '../../src/application/ledger/read-past-balance.ts';
import { releaseExpiredHolds } from '../../src/application/ledger/release-expired-holds.ts';
import { releaseHold } from '../../src/application/ledger/release-hold.ts';
import { reverseUsage } from '../../src/application/ledger/reverse-usage.ts';
import { sealLedger } from '../../src/application/ledger/seal-ledger.ts';
import { summariseUsage } from '../../src/application/ledger/summarise-usage.ts';
import { verifyKey } from '../../src/application/ledger/verify-key.ts';
import { addInvoiceTitle } from '../../src/application/ordering/add-invoice-title.ts';
import { applyRefund } from '../../src/application/ordering/apply-refund.ts';
import { approveRefund } from '../../src/application/ordering/approve-refund.ts';
import { cancelInvoice } from '../../src/application/ordering/cancel-invoice.ts';
import { changeInvoiceTitle } from '../../src/application/ordering/change-invoice-title.ts';
import { checkPayment } from '../../src/application/ordering/check-payment.ts';
import { closeExpiredOrders } from '../../src/application/ordering/close-expired-orders.ts';
import { closeUnpaid } from '../../src/application/ordering/close-unpaid.ts';
import { deleteInvoiceTitles } from '../../src/application/ordering/delete-invoice-titles.ts';
import { handleNotification } from '../../src/application/ordering/handle-notification.ts';
import { issueInvoice } from '../../src/application/ordering/issue-invoice.ts';
import { listInvoiceTitles } from '../../src/application/ordering/list-invoice-titles.ts';
import { listInvoiceableOrders } from '../../src/application/ordering/list-invoiceable-orders.ts';
import { listAllInvoices, listInvoices } from '../../src/application/ordering/list-invoices.ts';
import { listRefunds } from '../../src/application/ordering/list-refunds.ts';
import { noteGoneBack } from '../../src/application/ordering/note-gone-back.ts';
import { placeOrder } from '../../src/application/ordering/place-order.ts';
import { pollPayments } from '../../src/application/ordering/poll-payments.ts';
import { pollRefunds } from '../../src/application/ordering/poll-refunds.ts';
import { queryAndSettle } from '../../src/application/ordering/query-and-settle.ts';
import { queryRefund } from '../../src/application/ordering/query-refund.ts';
import { readInvoice } from '../../src/application/ordering/read-invoice.ts';
import { readOrder } from '../../src/application/ordering/read-order.ts';
import { receiveNotification } from '../../src/application/ordering/receive-notification.ts';
import { redLetterInvoice } from '../../src/application/ordering/red-letter-invoice.ts';
import { rejectInvoice } from '../../src/application/ordering/reject-invoice.ts';
import { rejectRefund } from '../../src/application/ordering/reject-refund.ts';
import { reportDeliveries } from '../../src/application/ordering/report-deliveries.ts';
import { requestInvoice } from '../../src/application/ordering/request-invoice.ts';
import { requestRefund } from '../../src/application/ordering/request-refund.ts';
import { sendRefund } from '../../src/application/ordering/send-refund.ts';
import { sendRefunds } from '../../src/application/ordering/send-refunds.ts';
import { settlePayment } from '../../src/application/ordering/settle-payment.ts';
import { showInvoice } from '../../src/application/ordering/show-invoice.ts';
import { summariseInvoices } from '../../src/application/ordering/summarise-invoices.ts';
import { sweepInbox } from '../../src/application/ordering/sweep-inbox.ts';
import { applyDifferences } from '../../src/application/reconciliation/apply-differences.ts';
import { compareDay } from '../../src/application/reconciliation/compare-day.ts';
import { listDifferences, readLatestReports, readReport } from '../../src/application/reconciliation/read-report.ts';
import { readRevenue } from '../../src/application/reconciliation/read-revenue.ts';
import { reconcileBills } from '../../src/application/reconciliation/reconcile-bills.ts';
import type { Alarm, RaiseAlarm } from '../../src/application/shared/alarm.ts';
import type { UnitOfWork } from '../../src/application/shared/unit-of-work.ts';
import { addEndpoint } from '../../src/application/webhooks/add-endpoint.ts';
import { changeEndpoint } from '../../src/application/webhooks/change-endpoint.ts';
import { forgetWebhooks } from '../../src/application/webhooks/forget-webhooks.ts';
import { listEndpoints, showEndpoint } from '../../src/application/webhooks/list-endpoints.ts';
import { listWebhookLog } from '../../src/application/webhooks/list-webhook-log.ts';
import { pingEndpoint } from '../../src/application/webhooks/ping-endpoint.ts';
import { relayWebhooks } from '../../src/application/webhooks/relay-webhooks.ts';
import { removeEndpoint } from '../../src/application/webhooks/remove-endpoint.ts';
import { replayDelivery, replayEndpoint } from '../../src/application/webhooks/replay-deliveries.ts';
import { rotateWebhookSecret } from '../../src/application/webhooks/rotate-webhook-secret.ts';
import { tellExpiringKeys } from '../../src/application/webhooks/tell-expiring-keys.ts';
import { tellExpiringPoints } from '../../src/application/webhooks/tell-expiring-points.ts';
import { tellLowPoints } from '../../src/application/webhooks/tell-low-points.ts';
import type { Seal } from '../../src/domain/ledger/seal.ts';
import type { Channels, GatewayName } from '../../src/domain/ordering/payment-channel.ts';
import type { SpendingLimits } from '../../src/domain/ordering/spending.ts';
import type { DoneBy } from '../../src/domain/shared/audit.ts';
import { type Fen, fen } from '../../src/domain/shared/fen.ts';
import type { ApiKeyId, UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { FakeGateway, fakeNotificationReader } from './fake-gateway.ts';
import { FakeNoticeSender } from './fake-notice-sender.ts';
import { FakeFollowerInfo, FakeScans, fakeMessageReader } from './fake-official-account.ts';
import type { FakeReporter } from './fake-reporter.ts';
import { FakeSceneCodes } from './fake-scene-codes.ts';
import { FakeTextCheck } from './fake-text-check.ts';
import { FakeTradeBills } from './fake-trade-bills.ts';
import { FakeWebhookSender } from './fake-webhook-sender.ts';
import { FakeWechatLogin } from './fake-wechat-login.ts';

type Rules = {
  readonly channels?: Channels;
  readonly limits?: SpendingLimits;
  readonly approvalLimitFen?: Fen;
};
const ALL_OPEN: Channels = { android: 'jsapi', ios: 'jsapi', other: 'jsapi', web: 'native' };
const GENEROUS: SpendingLimits = { openOrders: 10, dailyFen: fen(100_000_000) };

/** The secrets of services are sealed under this. */
export const ROOT_SECRET = 'a root secret that only tests have';
export const SERVICE_SEAL = sealUnder(ROOT_SECRET);

/** Where it does not matter who did it. */
export const BY_NOBODY: DoneBy = { actor: { kind: 'system' }, requestId: null };

/** Every use case on these stores, with a provider and a WeChat that do as the test says. */
export function openShop<Uow extends UnitOfWork>(uow: Uow, rules: Rules = {}) {
  const { channels = ALL_OPEN, limits = GENEROUS, approvalLimitFen = fen(20_000) } = rules;
  const gateway = new FakeGateway();
  const nativeGateway = new FakeGateway('native');
  nativeGateway.payerAppid = null;
  const gateways = new Map<GatewayName, FakeGateway>([
    ['jsapi', gateway],
    ['native', nativeGateway],
  ]);
  const wechatLogin = new FakeWechatLogin();
  const reported: unknown[] = [];
  const reportFault = (error: unknown): void => void reported.push(error);
  const alarms: Alarm[] = [];
  const alarmDetails: Readonly<Record<string, string>>[] = [];
  const raiseAlarm: RaiseAlarm = (alarm, detail) => {
    alarms.push(alarm);
    alarmDetails.push(detail);
  };
  const reporters = new Map<GatewayName, FakeReporter>();
  const base = { uow, ids: uuidV7Source, secrets: nodeSecrets, reporters, raiseAlarm };
  const settle = settlePayment(base);
  const query = queryAndSettle({
    ...{ uow, gateways, raiseAlarm },
    settlePayment: settle,
    noteGoneBack: noteGoneBack(base),
  });
  const close = closeUnpaid({ uow, gateways, queryAndSettle: query });
  const handle = handleNotification({ ...base, queryAndSettle: query });
  const read = readOrder(base);
  const place = placeOrder({ ...base, gateways, channels, limits, queryAndSettle: query, closeUnpaid: close });
  const sceneCodes = new FakeSceneCodes();
  const apply = applyRefund({ ...base, queryAndSettle: query });
  const send = sendRefund({ uow, gateways, applyRefund: apply, raiseAlarm });
  const askAbout = queryRefund({ gateways, applyRefund: apply, raiseAlarm });
  const bills = new FakeTradeBills();
  const compare = compareDay({ ...base, tradeBills: bills });
  const applyAll = applyDifferences({ ...base, queryAndSettle: query, applyRefund: apply, reportFault });
  return {
    /** A test may take one out, as an operator does. */
    gateways,
    /** Nobody wants to hear of deliveries, unless a test says so. */
    reporters,
    ...{ uow, gateway, nativeGateway, wechatLogin, bills, reported, alarms, alarmDetails },
    listPackages: listPackages(base),
    listPromotions: listPromotions(base),
    listSoldApis: listSoldApis(base),
    quoteForBuyer: quoteForBuyer(base),
    redeemCode: redeemCode(base),
    previewSeed: previewSeed(base),
    seedCatalog: seedCatalog(base),
    logIn: (code: string) => logInWithWechat({ ...base, wechatLogin })({ code, device: null, requestId: null }),
    listSessions: listSessions(base),
    endSession: endSession(base),
    revokeSession: revokeSession(base),
    revokeOtherSessions: revokeOtherSessions(base),
    authenticateSession: authenticateSession(base),
    sceneCodes,
    openLoginTicket: openLoginTicket({ ...base, sceneCodes }),
    claimLoginTicket: claimLoginTicket(base),
    answerLoginTicket: answerLoginTicket(base),
    confirmScan: confirmScan(base),
    removeOldLoginTickets: removeOldLoginTickets(base),
    mapExternalUser: mapExternalUser(base),
    findExternalUser: findExternalUser(base),
    openCheckout: openCheckout({ ...base, serviceSeal: SERVICE_SEAL }),
    readCheckout: readCheckout(base),
    readOwnCheckout: readOwnCheckout(base),
    findWayBack: findWayBack(base),
    placeOrderInCheckout: placeOrderInCheckout({ uow, placeOrder: place }),
    placeOrder: place,
    ...openOfficialAccount(uow, reportFault),
    ...openClosing(uow, { raiseAlarm, reportFault }),
    readOrder: read,
    checkPayment: checkPayment({ uow, queryAndSettle: query, readOrder: read }),
    closeUnpaid: close,
    settlePayment: settle,
    receiveNotification: receiveNotification({ uow, readNotification: fakeNotificationReader }),
    handleNotification: handle,
    pollPayments: pollPayments({ uow, queryAndSettle: query, reportFault }),
    closeExpiredOrders: closeExpiredOrders({ uow, closeUnpaid: close, reportFault }),
    reportDeliveries: reportDeliveries({ ...base, reportFault }),
    sweepInbox: sweepInbox({ uow, handleNotification: handle, reportFault }),
    ...openInvoicing(uow),
    ...openProfiles(uow, reportFault),
    queryAndSettle: query,
    requestRefund: requestRefund({ ...base, approvalLimitFen }),
    approveRefund: approveRefund(base),
    rejectRefund: rejectRefund(base),
    listRefunds: listRefunds(base),
    applyRefund: apply,
    sendRefund: send,
    sendRefunds: sendRefunds({ uow, sendRefund: send, reportFault }),
    pollRefunds: pollRefunds({ uow, queryRefund: askAbout, reportFault }),
    compareDay: compare,
    applyDifferences: applyAll,
    readReport: readReport(base),
    readLatestReports: readLatestReports(base),
    listDifferences: listDifferences(base),
    readRevenue: readRevenue(base),
    reconcileBills: reconcileBills({
      ...{ ...base, compareDay: compare, applyDifferences: applyAll, readReport: readReport(base), reportFault },
    }),
    chargeUsage: chargeUsage(base),
    explainUsage: explainUsage(base),
    verifyKey: verifyKey(base),
    reverseUsage: reverseUsage(base),
    placeHold: placeHold(base),
    captureHold: captureHold(base),
    releaseHold: releaseHold(base),
    releaseExpiredHolds: releaseExpiredHolds({ ...base, reportFault }),
    readBalance: readBalance(base),
    readAccount: readAccount(base),
    ...openBooks(uow, reportFault),
    issueKey: (userId: UserId, request: KeyRequest, by: DoneBy = BY_NOBODY) => issueKey(base)(userId, request, by),
    listKeys: listKeys(base),
    listRefusedCalls: listRefusedCalls(base),
    summariseUsage: summariseUsage(base),
    changeKey: changeKey(base),
    switchKeys: switchKeys(base),
    /** One of them. */
    switchKey: (userId: UserId, id: ApiKeyId, enabled: boolean) => switchKeys(base)(userId, [id], enabled, BY_NOBODY),
    rotateKey: rotateKey(base),
    deleteKeys: deleteKeys(base),
    createService: createService({ ...base, by: BY_NOBODY }),
    admitService: admitService(base),
    ...openServices(uow),
    ...openWebhooks(uow, { raiseAlarm, reportFault }),
  };
}

const openOfficialAccount = (uow: UnitOfWork, reportFault: (error: unknown) => void) => {
  const base = { uow, ids: uuidV7Source, secrets: nodeSecrets };
  const [followerInfo, scans] = [new FakeFollowerInfo(), new FakeScans()];
  const handle = handleFollowerEvent({ ...base, followerInfo, confirmScan: scans.confirm });
  return {
    ...{ followerInfo, scans },
    receiveFollowerMessage: receiveFollowerMessage({ uow, readMessage: fakeMessageReader }),
    handleFollowerEvent: handle,
    greetFollower: greetFollower({ uow, handleFollowerEvent: handle }),
    sweepFollowerInbox: sweepFollowerInbox({ uow, handleFollowerEvent: handle, reportFault }),
    mergeUsers: mergeUsers(base),
    showUser: showUser(base),
    listDuplicates: listDuplicates(base),
  };
};

/** The closing of an account can be taken back for so long. */
export const ACCOUNT_CLOSING_DAYS = 7;

type Reports = { readonly raiseAlarm: RaiseAlarm; readonly reportFault: (error: unknown) => void };
const openClosing = (uow: UnitOfWork, { raiseAlarm, reportFault }: Reports) => {
  const base = { uow, ids: uuidV7Source, secrets: nodeSecrets, closingDays: ACCOUNT_CLOSING_DAYS, raiseAlarm };
  const finish = finishClosing(base);
  return {
    lookAtClosing: lookAtClosing(base),
    beginClosing: beginClosing(base),
    cancelClosing: cancelClosing(base),
    finishClosing: finish,
    closeAccounts: closeAccounts({ uow, finishClosing: finish, reportFault }),
  };
};

const openWebhooks = (uow: UnitOfWork, reports: Reports) => {
  const webhookSender = new FakeWebhookSender();
  const tools = { uow, ids: uuidV7Source, secrets: nodeSecrets, serviceSeal: SERVICE_SEAL, webhookSender };
  const base = { ...tools, ...reports, by: BY_NOBODY };
  const swept = { ...base, lowPointsLevels: LOW_POINTS_LEVELS, pointsExpiringDays: POINTS_EXPIRING_DAYS };
  return {
    webhookSender,
    /** For one try, apart from the sweep. */
    sendTools: base,
    addEndpoint: addEndpoint(base),
    changeEndpoint: changeEndpoint(base),
    removeEndpoint: removeEndpoint(base),
    rotateWebhookSecret: rotateWebhookSecret(base),
    listEndpoints: listEndpoints(base),
    showEndpoint: showEndpoint(base),
    pingEndpoint: pingEndpoint(base),
    listWebhookLog: listWebhookLog(base),
    replayDelivery: replayDelivery(base),
    replayEndpoint: replayEndpoint(base),
    relayWebhooks: relayWebhooks(base),
    tellLowPoints: tellLowPoints(swept),
    tellExpiringPoints: tellExpiringPoints(swept),
    tellExpiringKeys: tellExpiringKeys(swept),
    forgetWebhooks: forgetWebhooks(base),
  };
};

const openServices = (uow: UnitOfWork) => {
  const base = { uow, ids: uuidV7Source, secrets: nodeSecrets, serviceSeal: SERVICE_SEAL, by: BY_NOBODY };
  return {
    changeService: changeService(base),
    listServices: listServices(base),
    showService: showService(base),
    rotateServiceToken: rotateServiceToken(base),
    rotateSigningSecret: rotateSigningSecret(base),
    endServiceCredentials: endServiceCredentials(base),
    checkSignature: checkSignature(base),
  };
};

const openBooks = (uow: UnitOfWork, reportFault: (error: unknown) => void) => {
  const base = { uow, ids: uuidV7Source, secrets: nodeSecrets };
  const sealsNoted: Seal[] = [];
  return {
    sealsNoted,
    adjustPoints: adjustPoints(base),
    expireLots: expireLots({ ...base, reportFault }),
    listExpiring: listExpiring(base),
    listStatement: listStatement(base),
    readPastBalance: readPastBalance(base),
    sealLedger: sealLedger({ uow, noteSeal: (seal) => void sealsNoted.push(seal) }),
  };
};

export const LOW_POINTS_LEVELS = [points(100n), points(20n)];
export const POINTS_EXPIRING_DAYS = 7;

const openProfiles = (uow: UnitOfWork, reportFault: (error: unknown) => void) => {
  const [textCheck, noticeSender] = [new FakeTextCheck(), new FakeNoticeSender()];
  const base = { uow, ids: uuidV7Source, secrets: nodeSecrets, textCheck, noticeSender, reportFault };
  return {
    ...{ textCheck, noticeSender },
    changeProfile: changeProfile(base),
    changeAvatar: changeAvatar(base),
    removeAvatar: removeAvatar(base),
    readAvatar: readAvatar(base),
    listSubscriptions: listSubscriptions(base),
    acceptMessages: acceptMessages(base),
    sendNotices: sendNotices(base),
    noticeLowPoints: noticeLowPoints({ ...base, lowPointsLevels: LOW_POINTS_LEVELS }),
    noticeExpiringPoints: noticeExpiringPoints({ ...base, pointsExpiringDays: POINTS_EXPIRING_DAYS }),
  };
};

/** Invoices may be requested for so long. */
export const INVOICE_REQUEST_DAYS = 180;

const openInvoicing = (uow: UnitOfWork) => {
  const base = { uow, ids: uuidV7Source, invoiceRequestDays: INVOICE_REQUEST_DAYS };
  return {
    addInvoiceTitle: addInvoiceTitle(base),
    changeInvoiceTitle: changeInvoiceTitle(base),
    deleteInvoiceTitles: deleteInvoiceTitles(base),
    listInvoiceTitles: listInvoiceTitles(base),
    requestInvoice: requestInvoice(base),
    cancelInvoice: cancelInvoice(base),
    readInvoice: readInvoice(base),
    listInvoices: listInvoices(base),
    summariseInvoices: summariseInvoices(base),
    listInvoiceableOrders: listInvoiceableOrders(base),
    listAllInvoices: listAllInvoices(base),
    showInvoice: showInvoice(base),
    issueInvoice: issueInvoice(base),
    rejectInvoice: rejectInvoice(base),
    redLetterInvoice: redLetterInvoice(base),
  };
};

export type Shop<Uow extends UnitOfWork = UnitOfWork> = ReturnType<typeof openShop<Uow>>;

/** Never aborted. */
export const untilDone = new AbortController().signal;

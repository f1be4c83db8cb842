import type { FindPackageByCode } from '../../application/catalog/find-package-by-code.ts';
import type { ListPackages } from '../../application/catalog/list-packages.ts';
import type { ListPromotions } from '../../application/catalog/list-promotions.ts';
import type { ListSoldApis } from '../../application/catalog/list-sold-apis.ts';
import type { QuoteForBuyer } from '../../application/catalog/quote-for-buyer.ts';
import type { AuthenticateSession } from '../../application/identity/authenticate-session.ts';
import type { LogInWithWechat } from '../../application/identity/log-in-with-wechat.ts';
import type {
  EndSession,
  ListSessions,
  RevokeOtherSessions,
  RevokeSession,
} from '../../application/identity/manage-sessions.ts';
import type { AdmitService } from '../../application/keyvault/admit-service.ts';
import type { CheckSignature } from '../../application/keyvault/check-signature.ts';
import type { IssueKey } from '../../application/keyvault/issue-key.ts';
import type { ListKeys } from '../../application/keyvault/list-keys.ts';
import type { SwitchKey } from '../../application/keyvault/switch-key.ts';
import type { CaptureHold } from '../../application/ledger/capture-hold.ts';
import type { ExplainUsage } from '../../application/ledger/explain-usage.ts';
import type { ListExpiring } from '../../application/ledger/list-expiring.ts';
import type { ListStatement } from '../../application/ledger/list-statement.ts';
import type { PlaceHold } from '../../application/ledger/place-hold.ts';
import type { ReadAccount } from '../../application/ledger/read-account.ts';
import type { ReadBalance } from '../../application/ledger/read-balance.ts';
import type { ReleaseHold } from '../../application/ledger/release-hold.ts';
import type { ReverseUsage } from '../../application/ledger/reverse-usage.ts';
import type { ChargeUsage } from '../../application/ledger/usage.ts';
import type { VerifyKey } from '../../application/ledger/verify-key.ts';
import type { AddInvoiceTitle } from '../../application/ordering/add-invoice-title.ts';
import type { CancelInvoice } from '../../application/ordering/cancel-invoice.ts';
import type { ChangeInvoiceTitle } from '../../application/ordering/change-invoice-title.ts';
import type { ChannelOf } from '../../application/ordering/channel-of.ts';
import type { CheckPayment } from '../../application/ordering/check-payment.ts';
import type { DeleteInvoiceTitles } from '../../application/ordering/delete-invoice-titles.ts';
import type { FindOrderByNumber } from '../../application/ordering/find-order-by-number.ts';
import type { HandleNotification } from '../../application/ordering/handle-notification.ts';
import type { ListInvoiceTitles } from '../../application/ordering/list-invoice-titles.ts';
import type { ListInvoiceableOrders } from '../../application/ordering/list-invoiceable-orders.ts';
import type { ListInvoices } from '../../application/ordering/list-invoices.ts';
import type { PlaceOrder } from '../../application/ordering/place-order.ts';
import type { ReadInvoice } from '../../application/ordering/read-invoice.ts';
import type { ReadOrder } from '../../application/ordering/read-order.ts';
import type { ReceiveNotification } from '../../application/ordering/receive-notification.ts';
import type { RequestInvoice } from '../../application/ordering/request-invoice.ts';
import type { SummariseInvoices } from '../../application/ordering/summarise-invoices.ts';
import type { AnswerAddressCheck } from '../../domain/ordering/payment-gateway.ts';

/** What the HTTP surface can do. */
export type UseCases = {
  readonly logInWithWechat: LogInWithWechat;
  readonly authenticateSession: AuthenticateSession;
  readonly listSessions: ListSessions;
  readonly endSession: EndSession;
  readonly revokeSession: RevokeSession;
  readonly revokeOtherSessions: RevokeOtherSessions;
  readonly listPackages: ListPackages;
  readonly listPromotions: ListPromotions;
  readonly listSoldApis: ListSoldApis;
  readonly findPackageByCode: FindPackageByCode;
  readonly channelOf: ChannelOf;
  readonly quoteForBuyer: QuoteForBuyer;
  readonly placeOrder: PlaceOrder;
  readonly readOrder: ReadOrder;
  readonly findOrderByNumber: FindOrderByNumber;
  readonly checkPayment: CheckPayment;
  readonly addInvoiceTitle: AddInvoiceTitle;
  readonly changeInvoiceTitle: ChangeInvoiceTitle;
  readonly deleteInvoiceTitles: DeleteInvoiceTitles;
  readonly listInvoiceTitles: ListInvoiceTitles;
  readonly requestInvoice: RequestInvoice;
  readonly cancelInvoice: CancelInvoice;
  readonly readInvoice: ReadInvoice;
  readonly listInvoices: ListInvoices;
  readonly listInvoiceableOrders: ListInvoiceableOrders;
  readonly summariseInvoices: SummariseInvoices;
  readonly readBalance: ReadBalance;
  readonly listExpiring: ListExpiring;
  readonly listStatement: ListStatement;
  readonly issueKey: IssueKey;
  readonly listKeys: ListKeys;
  readonly switchKey: SwitchKey;
  readonly chargeUsage: ChargeUsage;
  readonly captureHold: CaptureHold;
  readonly explainUsage: ExplainUsage;
  readonly placeHold: PlaceHold;
  readonly readAccount: ReadAccount;
  readonly releaseHold: ReleaseHold;
  readonly reverseUsage: ReverseUsage;
  readonly verifyKey: VerifyKey;
  readonly admitService: AdmitService;
  readonly checkSignature: CheckSignature;
  readonly receiveNotification: ReceiveNotification;
  readonly receivePush: ReceiveNotification;
  readonly answerAddressCheck: AnswerAddressCheck;
  readonly handleNotification: HandleNotification;
  /** Throws when the database cannot be reached. */
  readonly checkReadiness: () => Promise<void>;
};

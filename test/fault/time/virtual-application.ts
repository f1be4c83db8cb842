import { chargeUsage } from '../../../src/application/ledger/charge-usage.ts';
import type { RaiseAlarm } from '../../../src/application/shared/alarm.ts';
import type { IdSource, Secrets } from '../../../src/application/shared/random.ts';
import type { ReportFault } from '../../../src/application/shared/run-each.ts';
import type { UnitOfWork } from '../../../src/application/shared/unit-of-work.ts';
import { type Application, compose } from '../../../src/cli/composition/compose.ts';
import type { Channels } from '../../../src/domain/ordering/payment-channel.ts';
import type { Gateways } from '../../../src/domain/ordering/payment-gateway.ts';
import type { SpendingLimits } from '../../../src/domain/ordering/spending.ts';
import type { TradeBills } from '../../../src/domain/ordering/trade-bill.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { fakeNotificationReader } from '../../support/fake-gateway.ts';
import { FakeNoticeSender } from '../../support/fake-notice-sender.ts';
import { FakeFollowerInfo, fakeMessageReader } from '../../support/fake-official-account.ts';
import { FakeSceneCodes } from '../../support/fake-scene-codes.ts';
import { FakeTextCheck } from '../../support/fake-text-check.ts';
import { FakeWebhookSender } from '../../support/fake-webhook-sender.ts';
import { FakeWechatLogin } from '../../support/fake-wechat-login.ts';
import { LOW_POINTS_LEVELS, POINTS_EXPIRING_DAYS, SERVICE_SEAL } from '../../support/shop.ts';

export const CHANNELS: Channels = { android: 'jsapi', ios: 'xpay', other: 'jsapi', web: 'native' };
export const LIMITS: SpendingLimits = { openOrders: 3, dailyFen: fen(2_300) };
export const CLOSING_DAYS = 3;
/** Above it, a second operator decides. */
export const APPROVAL_LIMIT_FEN = fen(900);

type Outside = {
  readonly uow: UnitOfWork;
  readonly ids: IdSource;
  readonly secrets: Secrets;
  readonly gateways: Gateways;
  readonly tradeBills: TradeBills;
  readonly reportFault: ReportFault;
  readonly raiseAlarm: RaiseAlarm;
};

/** The application of one process, composed as the command line composes it. Usage is charged by the rule, which PostgreSQL's is proved equal to. */
export const openApplication = (outside: Outside): Application =>
  compose({
    ...outside,
    inboxUow: outside.uow,
    deliveryReporters: new Map(),
    ...{ channels: CHANNELS, spendingLimits: LIMITS, accountClosingDays: CLOSING_DAYS, invoiceRequestDays: 180 },
    refundApprovalLimitFen: APPROVAL_LIMIT_FEN,
    ...{ readPayNotification: fakeNotificationReader, readPush: fakeNotificationReader },
    ...{ answerAddressCheck: () => null, answerAccountCheck: () => null, writeFollowerReply: () => '' },
    ...{ wechatLogin: new FakeWechatLogin(), sceneCodes: new FakeSceneCodes(), followerInfo: new FakeFollowerInfo() },
    ...{ readFollowerMessage: fakeMessageReader, textCheck: new FakeTextCheck() },
    ...{ noticeSender: new FakeNoticeSender(), webhookSender: new FakeWebhookSender(), serviceSeal: SERVICE_SEAL },
    ...{ lowPointsLevels: LOW_POINTS_LEVELS, pointsExpiringDays: POINTS_EXPIRING_DAYS, noteSeal: () => {} },
    chargeUsage: chargeUsage(outside),
  });

type LeftOut = { readonly because: string; readonly methods: readonly string[] };

const of = (port: string, names: string): string[] => names.split(' ').map((name) => `${port}.${name}`);

/** Why the methods of a port are no points at which a process dies. */
export const LEFT_OUT: readonly LeftOut[] = [
  {
    because:
      'computes, and reaches nothing outside of the process: a process that dies there has died before its next crossing',
    methods: [
      ...of('payment-gateway', 'freeze freezeRefund'),
      ...['read-pay-notification', 'read-push', 'answer-address-check', 'read-follower-message'],
      ...['answer-account-check', 'write-follower-reply', 'ids.next'],
      ...of('secrets', 'random digest isHmac sha256'),
      ...of('service-seal', 'seal open'),
    ],
  },
  {
    because: 'writes a line of the log, in the turn of what stands before it: nothing else hears of it',
    methods: ['note-seal', 'report-fault', 'raise-alarm'],
  },
  {
    because: 'sets a payment aside for a person, which ends what we do about it: nothing follows that could get lost',
    methods: ['orders.quarantine'],
  },
  {
    because:
      'tidies up after a fault, where a death does not: what a death leaves there is the same, and is found later',
    methods: ['reconciliations.abandon'],
  },
  {
    because: 'decides only whether a line of the log is written',
    methods: ['deliveries.claimAlarm', 'webhook-endpoints.claimAlarm'],
  },
  {
    because: 'reads within a transaction: there is nothing to be lost between it and the next statement',
    methods: [
      ...of('clock', 'now'),
      ...of('audit', 'list'),
      ...of(
        'users',
        'findByIdentity find openidOf sessionKeyOf listByUnionid listIdentities listDuplicates listActive',
      ),
      ...of('sessions', 'findByDigest listOf'),
      ...of('login-tickets', 'countWaiting'),
      ...of('external-users', 'find listOf listMapped'),
      ...of('checkout-sessions', 'findByKey find findBySession isLinked findByOrder ordersOf'),
      ...of('followers', 'find listOf'),
      ...of('avatars', 'find'),
      ...of('notices', 'hasPending'),
      ...of('consents', 'countOf listWilling'),
      ...of('low-points-marks', 'find'),
      ...of('closings', 'find hasPaidBefore'),
      ...of('products', 'list'),
      ...of('packages', 'find list'),
      ...of('promotions', 'list'),
      ...of('sold-apis', 'list'),
      ...of('redemption-codes', 'findBatch findBatchByKey listBatches countCodes find countRedeemed'),
      ...of(
        'orders',
        'findPending countsOf isFirstPurchase affairsOf spendingOf find listOf statesOf numbersOf findAttempt hasOpenAttempt history',
      ),
      ...of('order-records', 'list findByNumber attemptsOf notificationsOf reportsOf refundSchedulesOf'),
      ...of('refunds', 'find findByOutRefundNo findByRequestKey numbersOf listOf list'),
      ...of('bill-lines', 'ofPayment ofProviderNos repeatedIn salesBetween'),
      ...of('billed-records', 'paymentsOf refundsOf paymentsWithoutLine refundsWithoutLine unbilled'),
      ...of('reconciliations', 'find latestBetween list differencesOf'),
      ...of('deliveries', 'stateOf'),
      ...of('invoices', 'find ofOrder history findNumber listOf listAll listRequestable summaryOf'),
      ...of('invoice-titles', 'listOf find'),
      ...of(
        'ledger',
        'findCall findAccountOfCall listLots listLotsOf findFreeze sumFrozen listLotEntries listEntries headOf listDeeds usageByDay availableAt listExpired listRemaining listExpiring findAdjustment listAdjustments',
      ),
      ...of('sold-points', 'grantsOf freezesOf'),
      ...of('holds', 'find countOpen sumOpen'),
      ...of('reversals', 'find'),
      ...of('seals', 'last'),
      ...of('api-keys', 'findByDigest find listOf deletedAmong listExpiring listNames meterOf listMeters'),
      ...of('refused-calls', 'listOf'),
      ...of('services', 'findByToken find findByName findSecret list listTokens listSecrets'),
      ...of('webhook-endpoints', 'find list listListening listSecrets'),
      ...of('webhook-outbox', 'find list'),
      ...of('webhook-marks', 'lowPointsOf'),
    ],
  },
  {
    because: 'takes a lock, which ends with the connection of the process',
    methods: [
      ...of('users', 'lockIdentity lock lockUnionid'),
      ...of('login-tickets', 'lockClient lockByScene lockForBrowser'),
      ...of('external-users', 'lock'),
      ...of('checkout-sessions', 'lockKey'),
      ...of('products', 'lockCatalog'),
      ...of('redemption-codes', 'lock'),
      ...of('orders', 'lockBuyer lock'),
      ...of('refunds', 'lock'),
      ...of('invoices', 'lockNumber'),
      ...of('invoice-titles', 'lockOwner'),
      ...of('ledger', 'lock'),
      ...of('seals', 'lock'),
      ...of('api-keys', 'lockOwner'),
      ...of('services', 'lockName'),
      ...of('webhook-endpoints', 'lock'),
      ...of('webhook-marks', 'lock'),
    ],
  },
];

const METHODS = new Set(LEFT_OUT.flatMap(({ methods }) => methods));

export const isLeftOut = (method: string): boolean => METHODS.has(method);

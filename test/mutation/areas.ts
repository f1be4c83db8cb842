/** What is mutated together, and which tests have to notice: both as globs from the repository's root. */
export type Area = { readonly mutate: readonly string[]; readonly tests: readonly string[] };

const useCases = (module: string, ...names: readonly string[]): string[] =>
  names.map((name) => `src/application/${module}/${name}.ts`);

/** Tests that take seconds each, since they go through days or thousands of cases: thousands of mutants cannot wait for them. */
const SLOW = [
  'asks after 5, 15, 30, 60, 180',
  'comes back after 1, 2, 5, 10, 30 minutes',
  'comes to an end at two hundred keys',
  'is wrong for each of 10000 requests',
  'never gives back more money than its points stand for',
  'no more is invoiced than was kept',
  'sends the very same again while there is no answer',
  'tries a faulty entry again after',
];
/** Titles of the tests that are run. Of a contract that is the part on memory. */
export const RUN = `^(?!.* on PostgreSQL)(?!.*(?:${SLOW.join('|')}))`;

/** The code that decides about money. Lists, traces and explanations for people decide nothing, and are left out. */
export const AREAS: Readonly<Record<string, Area>> = {
  ledger: {
    mutate: [
      'src/domain/ledger/*.ts',
      'src/domain/shared/{fen,points,same-value,validity}.ts',
      ...useCases('ledger', 'adjust-account', 'adjust-points', 'capture-hold', 'charge-usage', 'expire-lots'),
      ...useCases('ledger', 'judge-call', 'lock-for-call', 'lock-hold', 'move-points', 'place-hold', 'read-balance'),
      ...useCases('ledger', 'read-past-balance', 'refuse-malformed', 'release-expired-holds', 'release-hold'),
      ...useCases('ledger', 'return-to-key', 'reverse-usage', 'usage', 'verify-ledger', 'write-off-expired'),
    ],
    tests: [
      'test/domain/{ledger,shared}/*.test.ts',
      'test/application/{ledger,shared}/*.test.ts',
      'test/application/identity/merge-users.test.ts',
      'test/contract/adjust-points.test.ts',
      'test/contract/ledger-seq-at.test.ts',
      'test/contract/reversals.test.ts',
      'test/contract/statement.test.ts',
    ],
  },
  settlement: {
    mutate: [
      'src/domain/ordering/{order,payment-attempt,payment-inbox,settlement,spending}.ts',
      'src/domain/catalog/{api-price,promotion,promotion-gain,quote}.ts',
      ...useCases(
        'ordering',
        'check-payment',
        'close-by-hand',
        'close-expired-orders',
        'close-unpaid',
        'find-attempts',
      ),
      ...useCases('ordering', 'gateway-of', 'handle-notification', 'new-attempt'),
      ...useCases('ordering', 'open-or-reuse', 'place-order', 'poll-payments', 'query-and-settle'),
      ...useCases('ordering', 'receive-notification', 'settle-by-hand', 'settle-payment', 'sweep-inbox'),
    ],
    tests: [
      'test/domain/{catalog,ordering}/*.test.ts',
      'test/application/shared/*.test.ts',
      'test/application/ordering/{a,b,c,n,pl,po,pr,report,s}*.test.ts',
      'test/application/ordering/refunds/{made,second}*.test.ts',
      'test/application/identity/{begin-closing,check,send}*.test.ts',
    ],
  },
  refund: {
    mutate: [
      'src/domain/ordering/refund*.ts',
      ...useCases('ordering', 'apply-refund', 'apply-refund-within', 'approve-refund', 'keep-found-refund'),
      ...useCases('ordering', 'lock-refund', 'move-refund', 'new-out-refund-no', 'note-gone-back', 'plan-refund'),
      ...useCases('ordering', 'poll-refunds', 'prepare-refund', 'preview-refund', 'query-refund', 'reject-refund'),
      ...useCases('ordering', 'request-refund', 'send-refund', 'send-refunds'),
    ],
    tests: [
      'test/domain/ordering/*.test.ts',
      'test/application/ordering/refunds/*.test.ts',
      'test/application/ordering/by-hand.test.ts',
      'test/application/shared/*.test.ts',
    ],
  },
  keys: {
    mutate: [
      'src/domain/keyvault/*.ts',
      ...useCases('keyvault', 'admit-service', 'change-key', 'change-service', 'check-signature', 'create-service'),
      ...useCases('keyvault', 'delete-keys', 'end-service-credentials', 'find-own-keys', 'find-unsold', 'issue-key'),
      ...useCases('keyvault', 'revoke-key', 'rotate-key', 'rotate-service-token', 'rotate-signing-secret'),
      ...useCases('keyvault', 'switch-keys'),
    ],
    tests: [
      'test/domain/keyvault/*.test.ts',
      'test/application/keyvault/*.test.ts',
      'test/application/ledger/{charge,explain}*.test.ts',
    ],
  },
};

type Of = { readonly service: string; readonly account: string; readonly idempotencyKey: string };

/** The same as `usageIdOf` in src/domain/ledger: one id for one call, however often it is reported. */
export const usageIdSql = ({ service, account, idempotencyKey }: Of): string =>
  `encode(substr(sha256(uuid_send(${service}) || uuid_send(${account}) || convert_to(${idempotencyKey}, 'UTF8')), 1, 16), 'hex')::uuid`;

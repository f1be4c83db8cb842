/** Where the values of an entry come from: SQL expressions. */
export type EntryColumns = Readonly<
  Record<
    | 'account'
    | 'seq'
    | 'at'
    | 'change'
    | 'balanceAfter'
    | 'lot'
    | 'cause'
    | 'part'
    | 'parts'
    | 'key'
    | 'service'
    | 'quantity'
    | 'version'
    | 'kind'
    | 'api',
    string
  >
>;

const NIL = `'00000000-0000-0000-0000-000000000000'::uuid`;

/** An expression for the bytes that are chained: the same as `entryBytes` in src/domain/ledger, test/agreement compares them. */
export const entryBytesSql = (of: EntryColumns): string =>
  [
    `uuid_send(${of.account})`,
    `int8send(${of.seq})`,
    `timestamptz_send(${of.at})`,
    `int8send(${of.change})`,
    `int8send(${of.balanceAfter})`,
    `uuid_send(${of.lot})`,
    `uuid_send(${of.cause})`,
    `int4send(${of.part} * 65536 + ${of.parts})`,
    `uuid_send(coalesce(${of.key}, ${NIL}))`,
    `uuid_send(coalesce(${of.service}, ${NIL}))`,
    `int4send(coalesce(${of.quantity}, 0))`,
    `int4send(coalesce(${of.version}, 0))`,
    `convert_to(${of.kind} || ' ' || coalesce(${of.api}, ''), 'UTF8')`,
  ].join(' || ');

// The JSON of /api/v1. test/http/mini-program-types.ts holds it equal to what the server says.

export type * from './types/account';
export type * from './types/api-keys';
export type * from './types/calls';
export type * from './types/catalog';
export type * from './types/common';
export type * from './types/invoices';
export type * from './types/orders';
export type * from './types/points';

export { type ChargedCall, type ChargeRouteOptions, chargeRoute } from './charge-route.ts';
export { SeahorseProblem, SeahorseUnreachable } from './errors.ts';
export { SeahorseClient, type SeahorseClientOptions } from './seahorse-client.ts';
export type * from './types.ts';

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SeahorseClient } from './seahorse-client.ts';
import type { UsageAllowed } from './types.ts';
/** What a route of Express gets, as far as it matters here. */
type Req = IncomingMessage & {
    readonly ip?: string | undefined;
};
type Res = ServerResponse & {
    locals?: Record<string, unknown>;
};
type Next = (error?: unknown) => void;
export type ChargedCall = UsageAllowed & {
    readonly idempotencyKey: string;
};
export type ChargeRouteOptions = {
    readonly client: SeahorseClient;
    /** The code of the API that the route serves. */
    readonly api: string;
    /** How many calls the request counts for; 1 unless said. */
    readonly quantity?: (req: Req) => number;
    /** Where the caller's key is; `Authorization: Bearer` or `X-Api-Key` unless said. */
    readonly keyOf?: (req: Req) => string | undefined;
    /** Of the caller; `req.ip` unless said, which is right only if Express knows its proxies (`trust proxy`). */
    readonly clientIpOf?: (req: Req) => string | undefined;
    /** Names this one call; the caller's `Idempotency-Key` unless said, else a new one. */
    readonly idempotencyKeyOf?: (req: Req) => string;
    /** Whether the points go back when the route answers with 5xx, or the caller goes away before; true unless said. */
    readonly reverseFailures?: boolean;
    /** Told of points that could not be given back: they have to be later. */
    readonly onReverseFailed?: (usageId: string, error: unknown) => void;
};
/**
 * A middleware for Express that charges a route: the points are taken before the handler runs, and go back when it fails. The
 * handler finds the answer in `res.locals.seahorse`.
 */
export declare function chargeRoute(options: ChargeRouteOptions): (req: Req, res: Res, next: Next) => Promise<void>;
export {};

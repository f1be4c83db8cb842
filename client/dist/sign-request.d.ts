/** A signing secret of the service: its id (`sgn_…`) and its text, as `seahorse services secret <name>` showed them once. */
export type SigningSecret = {
    readonly id: string;
    readonly secret: string;
};
type Signed = {
    readonly method: string;
    /** Path and query. */
    readonly target: string;
    readonly idempotencyKey: string;
    readonly body: string;
    readonly now: Date;
};
/** The headers that sign a request: HMAC-SHA256 over version, time, method, target, idempotency key and the hash of the body. */
export declare function signRequest({ id, secret }: SigningSecret, request: Signed): Record<string, string>;
export {};

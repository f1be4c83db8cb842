import { type SigningSecret } from './sign-request.ts';
export type Connection = {
    /** Where the API is, such as `https://points.example.com`. */
    readonly baseUrl: string;
    readonly token: string;
    readonly signWith: SigningSecret | null;
    /** For one try. */
    readonly timeoutMs: number;
    /** How often what got no answer is said again. */
    readonly retries: number;
    readonly fetch: typeof globalThis.fetch;
};
export type Wanted = {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    readonly body?: object;
    readonly idempotencyKey?: string;
};
export type Answered<T> = {
    readonly json: T;
    readonly replayed: boolean;
};
/**
 * Sends a request until it is answered. Every request of this API may be repeated: money moves once per idempotency key or per
 * what the path names.
 * @throws SeahorseProblem, SeahorseUnreachable
 */
export declare function send<T>(connection: Connection, wanted: Wanted): Promise<Answered<T>>;

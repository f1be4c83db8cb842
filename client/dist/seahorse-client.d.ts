import type { SigningSecret } from './sign-request.ts';
import type { BalanceAnswer, BatchItem, BatchResult, CaptureAnswer, DryRunAnswer, HoldAnswer, HoldRequest, ReleaseAnswer, ReverseAnswer, UsageAnswer, UsageRequest, VerifyAnswer, VerifyRequest } from './types.ts';
export type SeahorseClientOptions = {
    /** Where the API is, such as `https://points.example.com`. */
    readonly baseUrl: string;
    /** `ss_live_…`, from `seahorse services create`. */
    readonly token: string;
    /** For services whose requests have to be signed. */
    readonly signWith?: SigningSecret;
    /** How long one try may take; 5 s unless said. */
    readonly timeoutMs?: number;
    /** How often what got no answer is said again; 3 unless said. */
    readonly retries?: number;
    readonly fetch?: typeof globalThis.fetch;
};
/**
 * The internal API of Hot Seahorse. A refused call is an answer (`allowed: false` with a `code`), a wrong request throws
 * `SeahorseProblem`, no answer `SeahorseUnreachable`. What was not answered is said again with the same idempotency key.
 */
export declare class SeahorseClient {
    #private;
    constructor({ baseUrl, token, signWith, timeoutMs, retries, fetch, }: SeahorseClientOptions);
    /** Verifies the key and takes the points of a call, once per `idempotencyKey`: choose it before the first try and keep it. */
    charge(usage: UsageRequest, idempotencyKey: string): Promise<UsageAnswer & {
        readonly replayed: boolean;
    }>;
    /** Up to 100 calls; each stands for itself. Results come in the order of the items. */
    chargeBatch(items: readonly BatchItem[]): Promise<BatchResult[]>;
    /** What would become of a call, and with `explain` every check of it; takes nothing. */
    preview(usage: UsageRequest, { explain }?: {
        explain?: boolean | undefined;
    }): Promise<DryRunAnswer>;
    /** Gives all points of a call back, once. */
    reverse(usageId: string, reason?: string): Promise<ReverseAnswer>;
    /** Sets points aside for a call whose cost is known only afterwards. */
    placeHold(hold: HoldRequest, idempotencyKey: string): Promise<HoldAnswer & {
        readonly replayed: boolean;
    }>;
    /** Takes what the call has cost; without `points` all that is held. The rest goes back. */
    captureHold(holdId: string, points?: number): Promise<CaptureAnswer>;
    releaseHold(holdId: string): Promise<ReleaseAnswer>;
    /** Is this key good, and whose is it? Takes nothing. */
    verifyKey(asked: VerifyRequest): Promise<VerifyAnswer>;
    readBalance(userId: string): Promise<BalanceAnswer>;
}

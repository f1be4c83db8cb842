import { SeahorseProblem } from './errors.ts';
import { type Answered, type Connection, send } from './send.ts';
import type { SigningSecret } from './sign-request.ts';
import type {
  BalanceAnswer,
  BatchItem,
  BatchResult,
  CaptureAnswer,
  CheckoutAnswer,
  CheckoutOpened,
  CheckoutRequest,
  DryRunAnswer,
  FoundUser,
  HoldAnswer,
  HoldRequest,
  MappedUser,
  ReleaseAnswer,
  ReverseAnswer,
  UsageAnswer,
  UsageRequest,
  VerifyAnswer,
  VerifyRequest,
} from './types.ts';

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
export class SeahorseClient {
  readonly #connection: Connection;

  constructor({
    baseUrl,
    token,
    signWith,
    timeoutMs = 5_000,
    retries = 3,
    fetch = globalThis.fetch,
  }: SeahorseClientOptions) {
    this.#connection = { baseUrl, token, signWith: signWith ?? null, timeoutMs, retries, fetch };
  }

  /** Verifies the key and takes the points of a call, once per `idempotencyKey`: choose it before the first try and keep it. */
  async charge(usage: UsageRequest, idempotencyKey: string): Promise<UsageAnswer & { readonly replayed: boolean }> {
    const { json, replayed } = await this.#post<UsageAnswer>('/usage', usage, idempotencyKey);
    return { ...json, replayed };
  }

  /** Up to 100 calls; each stands for itself. Results come in the order of the items. */
  async chargeBatch(items: readonly BatchItem[]): Promise<BatchResult[]> {
    return (await this.#post<{ results: BatchResult[] }>('/usage/batch', { items })).json.results;
  }

  /** What would become of a call, and with `explain` every check of it; takes nothing. */
  async preview(usage: UsageRequest, { explain = false } = {}): Promise<DryRunAnswer> {
    return (await this.#post<DryRunAnswer>('/usage', { ...usage, dry_run: true, explain })).json;
  }

  /** Gives all points of a call back, once. */
  async reverse(usageId: string, reason?: string): Promise<ReverseAnswer> {
    const path = `/usage/${encodeURIComponent(usageId)}/reverse`;
    return (await this.#post<ReverseAnswer>(path, reason === undefined ? {} : { reason })).json;
  }

  /** Sets points aside for a call whose cost is known only afterwards. */
  async placeHold(hold: HoldRequest, idempotencyKey: string): Promise<HoldAnswer & { readonly replayed: boolean }> {
    const { json, replayed } = await this.#post<HoldAnswer>('/holds', hold, idempotencyKey);
    return { ...json, replayed };
  }

  /** Takes what the call has cost; without `points` all that is held. The rest goes back. */
  async captureHold(holdId: string, points?: number): Promise<CaptureAnswer> {
    const body = points === undefined ? {} : { points };
    return (await this.#post<CaptureAnswer>(`/holds/${encodeURIComponent(holdId)}/capture`, body)).json;
  }

  async releaseHold(holdId: string): Promise<ReleaseAnswer> {
    return (await this.#post<ReleaseAnswer>(`/holds/${encodeURIComponent(holdId)}/release`, {})).json;
  }

  /** Is this key good, and whose is it? Takes nothing. */
  async verifyKey(asked: VerifyRequest): Promise<VerifyAnswer> {
    return (await this.#post<VerifyAnswer>('/keys/verify', asked)).json;
  }

  async readBalance(userId: string): Promise<BalanceAnswer> {
    return this.#get<BalanceAnswer>(`/users/${encodeURIComponent(userId)}/balance`);
  }

  /** The user who stands for one of yours, made on first use. */
  async mapExternalUser(externalId: string): Promise<MappedUser> {
    return (await this.#post<MappedUser>('/external-users', { external_id: externalId })).json;
  }

  /** The same, without making one: null where you have mapped none by this id. */
  async findExternalUser(externalId: string): Promise<string | null> {
    const path = `/external-users?${new URLSearchParams({ external_id: externalId })}`;
    try {
      return (await this.#get<FoundUser>(path)).user_id;
    } catch (error) {
      if (error instanceof SeahorseProblem && error.code === 'unknown_user') return null;
      throw error;
    }
  }

  /** Send the user's browser to `url`: it may buy for an hour, and do nothing else. */
  async openCheckout(
    checkout: CheckoutRequest,
    idempotencyKey: string,
  ): Promise<CheckoutOpened & { readonly replayed: boolean }> {
    const { json, replayed } = await this.#post<CheckoutOpened>('/checkout-sessions', checkout, idempotencyKey);
    return { ...json, replayed };
  }

  /** What has become of it. */
  async readCheckout(id: string): Promise<CheckoutAnswer> {
    return this.#get<CheckoutAnswer>(`/checkout-sessions/${encodeURIComponent(id)}`);
  }

  async #get<T>(path: string): Promise<T> {
    return (await send<T>(this.#connection, { method: 'GET', path })).json;
  }

  #post<T>(path: string, body: object, idempotencyKey?: string): Promise<Answered<T>> {
    return send<T>(this.#connection, { method: 'POST', path, body, ...(idempotencyKey && { idempotencyKey }) });
  }
}

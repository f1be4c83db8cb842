import { send } from "./send.js";
/**
 * The internal API of Hot Seahorse. A refused call is an answer (`allowed: false` with a `code`), a wrong request throws
 * `SeahorseProblem`, no answer `SeahorseUnreachable`. What was not answered is said again with the same idempotency key.
 */
export class SeahorseClient {
    #connection;
    constructor({ baseUrl, token, signWith, timeoutMs = 5_000, retries = 3, fetch = globalThis.fetch, }) {
        this.#connection = { baseUrl, token, signWith: signWith ?? null, timeoutMs, retries, fetch };
    }
    /** Verifies the key and takes the points of a call, once per `idempotencyKey`: choose it before the first try and keep it. */
    async charge(usage, idempotencyKey) {
        const { json, replayed } = await this.#post('/usage', usage, idempotencyKey);
        return { ...json, replayed };
    }
    /** Up to 100 calls; each stands for itself. Results come in the order of the items. */
    async chargeBatch(items) {
        return (await this.#post('/usage/batch', { items })).json.results;
    }
    /** What would become of a call, and with `explain` every check of it; takes nothing. */
    async preview(usage, { explain = false } = {}) {
        return (await this.#post('/usage', { ...usage, dry_run: true, explain })).json;
    }
    /** Gives all points of a call back, once. */
    async reverse(usageId, reason) {
        const path = `/usage/${encodeURIComponent(usageId)}/reverse`;
        return (await this.#post(path, reason === undefined ? {} : { reason })).json;
    }
    /** Sets points aside for a call whose cost is known only afterwards. */
    async placeHold(hold, idempotencyKey) {
        const { json, replayed } = await this.#post('/holds', hold, idempotencyKey);
        return { ...json, replayed };
    }
    /** Takes what the call has cost; without `points` all that is held. The rest goes back. */
    async captureHold(holdId, points) {
        const body = points === undefined ? {} : { points };
        return (await this.#post(`/holds/${encodeURIComponent(holdId)}/capture`, body)).json;
    }
    async releaseHold(holdId) {
        return (await this.#post(`/holds/${encodeURIComponent(holdId)}/release`, {})).json;
    }
    /** Is this key good, and whose is it? Takes nothing. */
    async verifyKey(asked) {
        return (await this.#post('/keys/verify', asked)).json;
    }
    async readBalance(userId) {
        const path = `/users/${encodeURIComponent(userId)}/balance`;
        return (await send(this.#connection, { method: 'GET', path })).json;
    }
    #post(path, body, idempotencyKey) {
        return send(this.#connection, { method: 'POST', path, body, ...(idempotencyKey && { idempotencyKey }) });
    }
}

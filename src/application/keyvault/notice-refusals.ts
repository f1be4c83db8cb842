import type { NoticedRefusals, RefusedCode } from '../../domain/keyvault/refused-call.ts';
import { minuteOf } from '../../domain/keyvault/refused-call.ts';
import type { Usage, UsageRefusal } from '../ledger/usage.ts';
import type { Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'refusedCalls'>;
  readonly secrets: Secrets;
  /** Of this process; what it says is shown, and decides nothing. */
  readonly now: () => Date;
};
type Asked = Pick<Usage, 'keyToken' | 'apiCode'>;

/** A process that is asked with ever new keys does not fill its memory with them. */
const MOST_KEPT = 10_000;

/**
 * Counts the refusals that this process gives, for owners to see, without a write per refusal: what is counted is written
 * every now and then (`writeDown`), and lost with the process until then.
 */
export class RefusalNotebook {
  readonly #parts: Dependencies;
  #noticed = new Map<string, NoticedRefusals>();

  constructor(parts: Dependencies) {
    this.#parts = parts;
  }

  /** The same charge or hold, whose refusals are counted. */
  readonly watch =
    <Wish extends Asked, Outcome extends { readonly kind: string }>(ask: (wish: Wish) => Promise<Outcome>) =>
    async (wish: Wish): Promise<Outcome> => {
      const outcome = await ask(wish);
      if (isRefused(outcome)) this.notice(wish, outcome.refusal);
      return outcome;
    };

  notice({ keyToken, apiCode }: Asked, { code }: UsageRefusal): void {
    // Whose it was, nobody knows.
    if (code === 'key_malformed' || code === 'key_unknown') return;
    const { secrets, now } = this.#parts;
    const at = now();
    const name = `${keyToken} ${apiCode} ${code} ${minuteOf(at).getTime()}`;
    const known = this.#noticed.get(name);
    if (!known && this.#noticed.size >= MOST_KEPT) return;
    const counted = known ?? first(secrets.digest(keyToken), apiCode, code, at);
    this.#noticed.set(name, { ...counted, calls: counted.calls + 1, lastAt: at });
  }

  /** What could not be written is kept for the next time. */
  async writeDown(): Promise<void> {
    const noticed = this.#noticed;
    if (noticed.size === 0) return;
    this.#noticed = new Map();
    try {
      await this.#parts.uow.run(({ refusedCalls }) => refusedCalls.add([...noticed.values()]));
    } catch (error) {
      for (const [name, each] of noticed) if (!this.#noticed.has(name)) this.#noticed.set(name, each);
      throw error;
    }
  }
}

type Refused = { readonly kind: 'refused'; readonly refusal: UsageRefusal };
const isRefused = (outcome: { readonly kind: string }): outcome is Refused => outcome.kind === 'refused';

const first = (digest: string, apiCode: Usage['apiCode'], code: RefusedCode, at: Date): NoticedRefusals => ({
  ...{ digest, apiCode, code, calls: 0, firstAt: at, lastAt: at },
});

import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export type Wanted = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};
export type Answer = {
  readonly kind: 'answered';
  readonly status: number;
  readonly retryAfter: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: the load says what it expects to find
  readonly json: any;
};
/** `refused`: nobody could be connected to, so nothing was sent. `in_doubt`: sent, and no answer. */
export type NoAnswer = { readonly kind: 'refused' | 'in_doubt'; readonly fault: string };

const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 250;

/**
 * All API processes behind a small balancer: in turn, to those whose /readyz says so, and what is refused at connect goes to the
 * next one. Nothing else is ever sent twice.
 */
export class Doors {
  readonly #urls: readonly string[];
  readonly #ready: boolean[];
  readonly #agents: readonly Agent[];
  readonly #timer: NodeJS.Timeout;
  #turn = 0;

  constructor(urls: readonly string[]) {
    this.#urls = urls;
    this.#ready = urls.map(() => true);
    this.#agents = urls.map(() => new Agent({ keepAlive: true, maxSockets: 200 }));
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
  }

  /** `onDoor` hears where it goes, before it goes there. */
  async send(wanted: Wanted, onDoor: (url: string) => void = () => {}): Promise<Answer | NoAnswer> {
    const first = this.#turn++;
    const order = this.#urls.map((_, nth) => (first + nth) % this.#urls.length);
    const inOrder = [...order.filter((nth) => this.#ready[nth]), ...order.filter((nth) => !this.#ready[nth])];
    let refused: NoAnswer = { kind: 'refused', fault: 'there is no door' };
    for (const nth of inOrder) {
      onDoor(this.#urls[nth] as string);
      const outcome = await this.sendTo(nth, wanted);
      if (outcome.kind !== 'refused') return outcome;
      this.#ready[nth] = false;
      refused = outcome;
    }
    return refused;
  }

  sendTo(nth: number, { method, path, token, headers, body }: Wanted, patienceMs = PATIENCE_MS) {
    const content = body === undefined ? null : JSON.stringify(body);
    const sent = {
      ...(content === null ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(content) }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...headers,
    };
    return new Promise<Answer | NoAnswer>((resolve) => {
      const fail = (error: Error & { code?: string }): void => {
        const kind = error.code === 'ECONNREFUSED' ? 'refused' : 'in_doubt';
        resolve({ kind, fault: error.code ?? error.message });
      };
      const options = { method, headers: sent, agent: this.#agents[nth] as Agent };
      const asked = request(`${this.#urls[nth]}${path}`, options, (answer) => {
        const { statusCode = 0, headers: got } = answer;
        void text(answer).then((said) => {
          const json = /json/.test(got['content-type'] ?? '') ? JSON.parse(said) : null;
          resolve({ kind: 'answered', status: statusCode, retryAfter: got['retry-after'] ?? null, json });
        }, fail);
      });
      asked.once('error', fail);
      asked.setTimeout(patienceMs, () => asked.destroy(new Error('no answer in time')));
      asked.end(content ?? undefined);
    });
  }

  close(): void {
    clearInterval(this.#timer);
    for (const agent of this.#agents) agent.destroy();
  }

  async #look(): Promise<void> {
    await Promise.all(
      this.#urls.map(async (_, nth) => {
        const outcome = await this.sendTo(nth, { method: 'GET', path: '/readyz' }, 2_500);
        this.#ready[nth] = outcome.kind === 'answered' && outcome.status === 200;
      }),
    );
  }
}

import { Webhook } from 'standardwebhooks';
import type { WebhookMessage, WebhookSender } from '../../../domain/webhooks/webhook-sender.ts';
import { publicId } from '../public-id.ts';
import type { AddressGuard } from './address-guard.ts';
import { eventJson } from './event-json.ts';
import { type PostAnswer, postPinned } from './post-pinned.ts';
import { outcomeOf } from './read-answer.ts';

type Options = {
  readonly guard: AddressGuard;
  readonly hasPrivateNetworks: boolean;
  /** From the question to the name server to the last byte that is read. */
  readonly timeoutMs?: number;
  /** Whose certificates are trusted; null: those that the machine trusts. */
  readonly ca?: string | null;
};

const TIMEOUT_MS = 10_000;
const USER_AGENT = 'hot-seahorse';

/** Sends events as Standard Webhooks (standardwebhooks.com), to addresses that the guard has looked at. */
export function eventPoster({ guard, hasPrivateNetworks, timeoutMs = TIMEOUT_MS, ca = null }: Options): WebhookSender {
  const post = async (message: WebhookMessage): Promise<PostAnswer | string> => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const url = new URL(message.url);
      const judgement = await Promise.race([guard(url), abortOf(signal)]);
      if (judgement.kind === 'refused') return judgement.reason;
      const body = JSON.stringify(eventJson(message));
      const { addresses } = judgement;
      return await postPinned({ url, addresses, headers: headersFor(message, body), body, signal, ca });
    } catch (error) {
      return signal.aborted ? 'timeout' : wordFor(error);
    }
  };
  return {
    hasPrivateNetworks,
    refuse: async (url) => {
      const judgement = await guard(new URL(url));
      return judgement.kind === 'refused' ? judgement.reason : null;
    },
    send: async (message) => {
      const begunAt = performance.now();
      const answer = await post(message);
      const durationMs = Math.round(performance.now() - begunAt);
      return typeof answer === 'string'
        ? { kind: 'no_answer', fault: answer, durationMs }
        : outcomeOf(answer, durationMs);
    },
  };
}

/** Each secret signs, so that a receiver that knows one of them is content. The clock of the process dates signatures. */
function headersFor({ event, secrets }: WebhookMessage, body: string): Record<string, string> {
  const [id, now] = [publicId('evt', event.id), new Date()];
  return {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    'User-Agent': USER_AGENT,
    'Accept-Encoding': 'identity',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  };
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

/** A code such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`: messages may quote what was sent. */
function wordFor(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  const [first] = error instanceof AggregateError ? error.errors : [];
  const code = [error, first].map((each) => (each as { code?: unknown } | undefined)?.code);
  return code.find((each): each is string => typeof each === 'string') ?? 'connection_closed';
}

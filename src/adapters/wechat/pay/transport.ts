import type { IPayRequest, Output } from 'wechatpay-node-v3/dist/define.js';
import { ExchangeFault } from '../exchange-fault.ts';
import { exchange, type HttpAnswer } from '../http-exchange.ts';
import { parseJson } from '../parse-json.ts';
import { askForPublicKey } from './request-signer.ts';
import type { WechatPaySettings } from './settings.ts';
import { type FindKey, verifySignature } from './verify-signature.ts';

/** The host that wechatpay-node-v3 writes into every address. */
const packageHost = 'https://api.mch.weixin.qq.com';
export const maxAnswerBytes = 1024 * 1024;

/** The package's way out: sends its requests to `settings.baseUrl` and lets only verified successes back in. */
export class VerifyingTransport implements IPayRequest {
  readonly #settings: WechatPaySettings;
  readonly #findKey: FindKey;
  readonly #now: () => Date;

  constructor(settings: WechatPaySettings, findKey: FindKey, now: () => Date) {
    this.#settings = settings;
    this.#findKey = findKey;
    this.#now = now;
  }

  // The package signed `JSON.stringify` of this same object, so these are the signed bytes.
  post(url: string, params: Record<string, unknown>, headers: Record<string, string>): Promise<Output> {
    return this.#send('POST', url, headers, JSON.stringify(params));
  }

  get(url: string, headers: Record<string, string>): Promise<Output> {
    return this.#send('GET', url, headers);
  }

  upload(): Promise<Output> {
    return Promise.reject(new Error('this adapter uploads nothing'));
  }

  async #send(method: 'GET' | 'POST', url: string, headers: Record<string, string>, body?: string): Promise<Output> {
    if (!url.startsWith(`${packageHost}/`)) throw new Error('WeChat Pay: unexpected host');
    const path = url.slice(packageHost.length);
    const answer = await exchange({
      method,
      url: this.#settings.baseUrl + path,
      headers: { ...headers, ...askForPublicKey(this.#settings) },
      body,
      timeoutMs: this.#settings.timeoutMs,
      maxAnswerBytes,
    });
    if (answer.status >= 200 && answer.status < 300) return this.#readSuccess(answer, `${method} ${path}`);
    // WeChat does not sign every error, so errors are taken by status and code, and never as proof of a payment.
    const requestId = answer.headers.get('request-id');
    return { status: answer.status, error: answer.body.toString('utf8'), errRaw: { requestId } };
  }

  #readSuccess(answer: HttpAnswer, label: string): Output {
    const message = { header: (name: string) => answer.headers.get(name), body: answer.body };
    const verification = verifySignature(message, this.#findKey, this.#now());
    if (verification.kind === 'refused') {
      const kind = verification.reason === 'signature_probe' ? 'probe' : 'unverifiable';
      throw new ExchangeFault(kind, `${label}: ${verification.reason}`);
    }
    const data = answer.body.length === 0 ? {} : parseJson(answer.body.toString('utf8'));
    if (typeof data !== 'object' || data === null) throw new ExchangeFault('unreadable', `${label}: not a JSON object`);
    return { status: answer.status, data };
  }
}

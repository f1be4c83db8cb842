import { createPublicKey, type KeyObject } from 'node:crypto';
import type WxPay from 'wechatpay-node-v3';
import { Unavailable } from '../../../domain/shared/faults.ts';
import { downloadCertificates } from './download-certificates.ts';
import { isValidAt, type PlatformCertificates } from './platform-certificates.ts';
import { createRequestSigner } from './request-signer.ts';
import { assertUsableApiV3Keys, type WechatPaySettings } from './settings.ts';

export type PlatformKeysOptions = {
  readonly now?: () => Date;
  /** Told of each failed refresh, the first and the hourly ones: `start` itself throws only when no key is left. */
  readonly onRefreshError?: (error: unknown) => void;
  readonly refreshEveryMs?: number;
};

const hourMs = 60 * 60 * 1000;

/**
 * The keys that WeChat may sign with, by the id in `Wechatpay-Serial`. Both kinds are held at once, because WeChat mixes
 * them in notifications while a merchant switches to the public key. Certificates are fetched by the clock alone: a
 * fetch on an unknown id would let any stranger make us call WeChat.
 */
export class PlatformKeys {
  readonly #settings: WechatPaySettings;
  readonly #options: PlatformKeysOptions;
  readonly #publicKey: KeyObject | undefined;
  readonly #signer: WxPay;
  #certificates: PlatformCertificates = new Map();
  #refreshing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(settings: WechatPaySettings, options: PlatformKeysOptions = {}) {
    if (settings.publicKey === null && !settings.downloadCertificates) {
      throw new Error('WeChat Pay: configure the public key, or the download of platform certificates');
    }
    assertUsableApiV3Keys(settings.apiV3Keys);
    this.#settings = settings;
    this.#options = options;
    this.#publicKey = settings.publicKey === null ? undefined : readRsaKey(settings.publicKey.pem);
    this.#signer = createRequestSigner(settings);
  }

  /** Only keys that are valid now. No I/O. */
  readonly find = (keyId: string): KeyObject | undefined => {
    if (keyId === this.#settings.publicKey?.id) return this.#publicKey;
    const certificate = this.#certificates.get(keyId.toUpperCase());
    return certificate !== undefined && isValidAt(certificate, this.#now()) ? certificate.key : undefined;
  };

  /** Replaces the certificates by WeChat's present list, or keeps them and throws `Unavailable`. */
  refresh(): Promise<void> {
    if (!this.#settings.downloadCertificates) return Promise.resolve();
    this.#refreshing ??= this.#download().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Refreshes now and then hourly. Throws `Unavailable` when this leaves no key at all to verify with. */
  async start(): Promise<void> {
    if (!this.#settings.downloadCertificates || this.#timer !== undefined) return;
    this.#timer = setInterval(() => void this.#tryRefresh(), this.#options.refreshEveryMs ?? hourMs).unref();
    const failure = await this.#tryRefresh();
    if (failure === undefined || this.#hasKey()) return;
    this.stop();
    throw failure;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #download(): Promise<void> {
    try {
      this.#certificates = await downloadCertificates(this.#settings, this.#signer, this.find, this.#now());
    } catch (error) {
      throw new Unavailable('wechat_pay', { cause: error });
    }
  }

  async #tryRefresh(): Promise<unknown> {
    try {
      await this.refresh();
      return undefined;
    } catch (error) {
      this.#options.onRefreshError?.(error);
      return error;
    }
  }

  #hasKey(): boolean {
    if (this.#publicKey !== undefined) return true;
    return [...this.#certificates.values()].some((certificate) => isValidAt(certificate, this.#now()));
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}

function readRsaKey(pem: string): KeyObject {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'rsa') throw new Error('WeChat Pay: the public key must be an RSA key');
  return key;
}

import type { Reply } from './loopback-wechat.ts';
import { type SigningOptions, signatureHeaders } from './signed-message.ts';

export type SuccessOptions = SigningOptions & {
  readonly status?: number;
  /** Replaces or, with `undefined`, drops headers after signing. */
  readonly headers?: Record<string, string | undefined>;
  /** Alters the body after signing. */
  readonly tamper?: (body: Buffer) => Buffer;
};

/** A signed success; an object is written as JSON. */
export function success(data: unknown, options: SuccessOptions = {}): Reply {
  return (response) => {
    const body = Buffer.from(typeof data === 'string' ? data : JSON.stringify(data));
    const headers = { ...signatureHeaders(body, options), ...options.headers };
    response.statusCode = options.status ?? 200;
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
    response.end(options.tamper?.(body) ?? body);
  };
}

export const noContent = (): Reply => success('', { status: 204 });
export const prepay = (options: SuccessOptions = {}): Reply => success({ prepay_id: 'wx2614100920' }, options);

/** An error in WeChat's shape, unsigned as WeChat's often are. */
export function failure(status: number, code: string, message = '请求失败'): Reply {
  return plain(status, JSON.stringify({ code, message, detail: { issue: 'test' } }), { 'request-id': 'REQ-268435459' });
}

export function plain(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

export const silence: Reply = () => {};
export const reset: Reply = (response) => response.destroy();

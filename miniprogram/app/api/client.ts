import { API_BASE_URL, REQUEST_TIMEOUT_MS, UPLOAD_TIMEOUT_MS } from './config';
import type { Answer, Method, Phone } from './ports';
import { ApiProblem, OfflineError } from './problems';
import { SessionKeeper } from './session-keeper';
import type { NewSession } from './types';

const GET_TRIES = 2;
const UNAUTHORIZED = 401;
/** A page that was opened without its id would otherwise read a list: `/orders/`. */
const LACKS_AN_ID = /\/(\/|$|\?)/;
const NO_SUCH_THING = { code: 'unknown', title: '内容不存在', detail: '请返回重试' };

export type Query = Readonly<Record<string, string | number | undefined | null>>;

export type Client = {
  get<T>(path: string, query?: Query): Promise<T>;
  post<T>(path: string, body?: object): Promise<T>;
  put<T>(path: string, body: object): Promise<T>;
  delete(path: string): Promise<void>;
  /** Sends a file that WeChat has given us. */
  upload<T>(path: string, filePath: string): Promise<T>;
  /** The next request signs in again. */
  forgetSession(): void;
  /** 退出登录 on this phone: every request is a SignedOutError until `enter`. */
  leave(): void;
  /** Takes `leave` back. */
  enter(): void;
};

/** Signs in silently before the first request, and once more where the session has ended. */
export function createClient(phone: Phone): Client {
  const headers = { 'X-Client-Platform': phone.platform() };

  async function send(method: Method, path: string, body?: object, token?: string): Promise<Answer> {
    const url = `${API_BASE_URL}/api/v1${path}`;
    const sent = token ? { ...headers, Authorization: `Bearer ${token}` } : headers;
    return phone.send({ url, method, headers: sent, body, timeoutMs: REQUEST_TIMEOUT_MS });
  }

  const session = new SessionKeeper(phone.storage, async () => {
    const code = await phone.loginCode();
    const answer = await send('POST', '/session', { code, device: phone.device() });
    return resultOf<NewSession>(answer).token;
  });

  async function signedIn<T>(sendIt: (token: string) => Promise<Answer>): Promise<T> {
    const token = await session.token();
    const answer = await sendIt(token);
    if (answer.status !== UNAUTHORIZED) return resultOf<T>(answer);
    return resultOf<T>(await sendIt(await session.renewed(token)));
  }

  async function call<T>(method: Method, path: string, body?: object): Promise<T> {
    if (LACKS_AN_ID.test(path)) throw new ApiProblem(404, NO_SUCH_THING);
    return signedIn((token) => sendSafely(method, path, body, token));
  }

  function sendFile(path: string, filePath: string, token: string): Promise<Answer> {
    const sent = { ...headers, Authorization: `Bearer ${token}` };
    return phone.upload({
      url: `${API_BASE_URL}/api/v1${path}`,
      headers: sent,
      filePath,
      timeoutMs: UPLOAD_TIMEOUT_MS,
    });
  }

  /** What only reads may be asked again; of anything else nobody knows whether it was done. */
  async function sendSafely(method: Method, path: string, body: object | undefined, token: string): Promise<Answer> {
    for (let triesLeft = method === 'GET' ? GET_TRIES : 1; ; triesLeft--) {
      try {
        return await send(method, path, body, token);
      } catch (error) {
        if (!(error instanceof OfflineError) || triesLeft === 1) throw error;
      }
    }
  }

  return {
    get: (path, query = {}) => call('GET', `${path}${toSearch(query)}`),
    post: (path, body = {}) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    delete: (path) => call('DELETE', path),
    upload: (path, filePath) => signedIn((token) => sendFile(path, filePath, token)),
    forgetSession: () => session.forget(),
    leave: () => session.leave(),
    enter: () => session.enter(),
  };
}

function resultOf<T>({ status, body }: Answer): T {
  if (status >= 200 && status < 300) return body as T;
  throw new ApiProblem(status, body);
}

function toSearch(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const pairs = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

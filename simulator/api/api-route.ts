import type { AppAccount, AppKind } from '../credentials/app-accounts.ts';
import type { ApiAnswer } from './api-answer.ts';
import type { Services } from './services.ts';

export type ApiRequest = {
  /** The app whose access token the request carries. */
  readonly account: AppAccount;
  readonly query: URLSearchParams;
  readonly rawBody: Buffer;
  readonly body: Readonly<Record<string, unknown>>;
  /** Where the caller reached the simulator. */
  readonly baseUrl: string;
};

export type ApiRoute = {
  readonly method: 'get' | 'post';
  readonly path: string;
  /** The kind of app that may call it. */
  readonly app: AppKind;
  /** Bytes are a picture. */
  readonly answer: (services: Services, request: ApiRequest) => ApiAnswer | Buffer;
};

export const miniprogramPost = (path: string, answer: ApiRoute['answer']): ApiRoute => ({
  method: 'post',
  path,
  app: 'miniprogram',
  answer,
});

import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { jsonObjectIn, queryOf } from '../pay/pay-request.ts';
import { type ApiAnswer, refuse } from './api-answer.ts';
import type { ApiRoute } from './api-route.ts';
import type { Services } from './services.ts';
import { checkToken } from './tokens/check-token.ts';
import { answerPlainToken, answerStableToken } from './tokens/token-api.ts';

const paths = ['/cgi-bin', '/wxa', '/xpay'];

const rawBodyOf = (request: Request): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));

type Reading = { readonly body: Record<string, unknown> } | { readonly refusal: ApiAnswer };

function readJson(rawBody: Buffer): Reading {
  if (rawBody.length === 0) return { refusal: refuse(44002, 'empty post data') };
  const body = jsonObjectIn(rawBody);
  return body ? { body } : { refusal: refuse(47001, 'data format error') };
}

function decide(services: Services, route: ApiRoute, request: Request): ApiAnswer | Buffer {
  const query = queryOf(request.originalUrl);
  const check = checkToken(services.context, query.get('access_token') ?? '', route.app);
  if (check.kind === 'refused') return check.refusal;
  const rawBody = rawBodyOf(request);
  const reading = route.method === 'get' ? { body: {} } : readJson(rawBody);
  if ('refusal' in reading) return reading.refusal;
  const baseUrl = `${request.protocol}://${request.get('host')}`;
  return route.answer(services, { account: check.account, query, rawBody, body: reading.body, baseUrl });
}

type Send = (request: Request, response: Response, answer: ApiAnswer | Buffer) => void;

const answerFault =
  ({ context }: Services, send: Send): ErrorRequestHandler =>
  (fault, request, response, _next) => {
    const status = Number((fault as { status?: unknown }).status);
    if (status >= 400 && status < 500) return send(request, response, refuse(47001, 'data format error'));
    context.log({ event: 'fault', message: String(fault) });
    send(request, response, refuse(-1, 'system error'));
  };

function routeTokens(router: Router, { context }: Services, send: Send): void {
  router.post('/cgi-bin/stable_token', (request, response) => {
    const reading = readJson(rawBodyOf(request));
    send(request, response, 'refusal' in reading ? reading.refusal : answerStableToken(context, reading.body));
  });
  router.get('/cgi-bin/token', (request, response) =>
    send(request, response, answerPlainToken(context, queryOf(request.originalUrl))),
  );
}

/** api.weixin.qq.com beside `/sns`: HTTP 200 whatever happens, the truth is in the body. A success may be a picture. */
export function weixinApi(services: Services, routes: readonly ApiRoute[]): Router {
  const send: Send = (request, response, answer) => {
    // The path alone: the query carries the access token.
    const errcode = Buffer.isBuffer(answer) ? 0 : (answer['errcode'] ?? 0);
    services.context.log({ event: 'weixin_api', path: request.path, errcode });
    if (Buffer.isBuffer(answer)) response.type('png').send(answer);
    else response.json(answer);
  };
  const router = Router();
  router.use(paths, express.raw({ type: () => true, limit: '256kb', inflate: false }));
  routeTokens(router, services, send);
  for (const route of routes) {
    router[route.method](route.path, (request, response) => send(request, response, decide(services, route, request)));
  }
  router.use(paths, (request, response) => send(request, response, refuse(40066, 'invalid url')));
  router.use(paths, answerFault(services, send));
  return router;
}

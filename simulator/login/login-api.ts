import { type Request, Router } from 'express';
import type { Context } from '../context.ts';
import { exchangeCode } from './exchange-code.ts';

const queryText = ({ query }: Request, name: string): string => {
  const value = query[name];
  return typeof value === 'string' ? value : '';
};

/** api.weixin.qq.com, mounted at `/sns`: HTTP 200 whatever happens, the truth is in the body. */
export function loginApi(context: Context): Router {
  const router = Router();
  router.get('/jscode2session', (request, response) => {
    const answer = exchangeCode(context, {
      appid: queryText(request, 'appid'),
      secret: queryText(request, 'secret'),
      js_code: queryText(request, 'js_code'),
      grant_type: queryText(request, 'grant_type'),
    });
    context.log({ event: 'code2session', errcode: answer['errcode'] ?? 0 });
    response.json(answer);
  });
  return router;
}

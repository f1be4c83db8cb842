import { type Answer, refuse } from './answer.ts';
import type { PayRequest } from './pay-request.ts';

const accepts = (accept: string | undefined): boolean => /application\/json|\*\/\*/i.test(accept ?? '');

/** API v3 wants to know who calls, and speaks only JSON. */
export function checkHttpHeaders({ method, header }: PayRequest): Answer | undefined {
  if (!header('user-agent') || !accepts(header('accept'))) {
    return refuse(400, 'PARAM_ERROR', 'Http头缺少Accept或User-Agent');
  }
  if (method === 'POST' && !/^application\/json\b/i.test(header('content-type') ?? '')) {
    return refuse(400, 'PARAM_ERROR', 'Http头Content-Type必须为application/json');
  }
  return undefined;
}

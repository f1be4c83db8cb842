import { ENTRIES } from '../../../http/access/routes.ts';

/** What a route answers with when all is well, where that is not 200. */
const OTHERS: Readonly<Record<string, number>> = {
  'POST /api/v1/session': 201,
  'POST /api/v1/orders': 201,
  'POST /api/v1/api-keys': 201,
  'POST /api/v1/api-keys/:id/rotate': 201,
  'POST /api/v1/invoice-titles': 201,
  'POST /api/v1/invoices': 201,
  'POST /api/payment/create': 201,
  'POST /api/web/login-tickets': 201,
  'DELETE /api/v1/session': 204,
  'POST /api/v1/sessions/:id/revoke': 204,
  'POST /internal/v1/checkout-sessions': 201,
};

const SHAPES = Object.keys(ENTRIES).map((route) => {
  const [method, path] = route.split(' ') as [string, string];
  return { method, shape: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}/?$`, 'i'), status: OTHERS[route] ?? 200 };
});

export function isGoodStatus(method: string, path: string, status: number): boolean {
  // Express tells by itself which methods a path knows.
  if (method === 'OPTIONS') return status === 200;
  const asked = method === 'HEAD' ? 'GET' : method;
  const [plain = ''] = path.split(/[?#]/);
  return SHAPES.some((each) => each.method === asked && each.shape.test(plain) && each.status === status);
}

import type { Asked, World } from '../../../http/access/world.ts';

type Ask = (world: World) => Asked;
const get =
  (path: string): Ask =>
  () => ({ path, call: {} });
const post =
  (path: string, body: object): Ask =>
  () => ({ path, call: { body } });

const KEY_TERMS = {
  ...{ name: '生产环境', scope: ['image.recognize'], networks: ['10.1.0.0/16', '2001:db8::/32'] },
  ...{ rate_limit: { calls: 60, seconds: 60 }, daily_budget: 1_000, total_budget: 5_000 },
};
const COMPANY = {
  ...{ kind: 'company', name: '海马科技有限公司', email: 'fapiao@example.com', is_default: true },
  ...{ taxpayer_number: '91350211M000100Y43', bank_name: '招商银行', bank_account: '6225', phone: '010-1' },
  address: '北京市海淀区',
};

/** Requests with everything that a route takes: what is not sent cannot be spoilt. */
export const FULL_REQUESTS: Readonly<Record<string, readonly Ask[]>> = {
  'POST /api/v1/session': [post('/api/v1/session', { code: 'no-such-code', device: 'iPhone 15' })],
  'PUT /api/v1/me': [
    () => ({ path: '/api/v1/me', call: { method: 'PUT', body: { nickname: '小海', notifications: true } } }),
  ],
  'POST /api/v1/orders': [
    ({ packageId }) => ({
      path: '/api/v1/orders',
      call: { body: { package_id: packageId, expected_amount_fen: 1_000 } },
    }),
  ],
  'GET /api/v1/orders': [get('/api/v1/orders?status=paid&limit=5'), get(`/api/v1/orders?cursor=ord_${'0'.repeat(32)}`)],
  'GET /api/v1/points/expiring': [get('/api/v1/points/expiring?days=366')],
  'GET /api/v1/points/statement': [
    get('/api/v1/points/statement?kind=consume&api=image.recognize&limit=10&cursor=99'),
    get('/api/v1/points/statement?from=2026-01-01T00:00:00Z&to=2026-12-31T00:00:00%2B08:00'),
    ({ key }) => ({ path: `/api/v1/points/statement?key=${key.id}`, call: {} }),
  ],
  'GET /api/v1/calls/summary': [({ key }) => ({ path: `/api/v1/calls/summary?days=30&key=${key.id}`, call: {} })],
  'GET /api/v1/calls/refused': [get('/api/v1/calls/refused?cursor=2026-01-01T00:00:00Z&limit=100')],
  'GET /api/v1/api-keys': [get('/api/v1/api-keys?status=active&name=t')],
  'POST /api/v1/api-keys': [post('/api/v1/api-keys', { ...KEY_TERMS, lifetime_months: 24 })],
  'PUT /api/v1/api-keys/:id': [
    ({ key }) => ({ path: `/api/v1/api-keys/${key.id}`, call: { method: 'PUT', body: KEY_TERMS } }),
  ],
  'POST /api/v1/api-keys/:id/rotate': [
    ({ key }) => ({
      path: `/api/v1/api-keys/${key.id}/rotate`,
      call: { body: { grace_seconds: 86_400, lifetime_months: 12 } },
    }),
  ],
  'POST /api/v1/invoice-titles': [post('/api/v1/invoice-titles', COMPANY)],
  'PUT /api/v1/invoice-titles/:id': [
    ({ titleId }) => ({ path: `/api/v1/invoice-titles/${titleId}`, call: { method: 'PUT', body: COMPANY } }),
  ],
  'GET /api/v1/invoices': [get('/api/v1/invoices?status=requested&limit=10')],
  'POST /api/web/login-tickets': [post('/api/web/login-tickets', { device: 'Chrome' })],
  'POST /api/web/login-tickets/:id/claim': [
    post(`/api/web/login-tickets/lgn_${'0'.repeat(32)}/claim`, { browser_secret: 'hlb_0' }),
  ],
  'POST /api/v1/login-tickets/confirm': [
    ({ scene }) => ({ path: '/api/v1/login-tickets/confirm', call: { body: { scene, confirm: false } } }),
  ],
  'POST /api/v1/me/avatar': [
    () => ({
      path: '/api/v1/me/avatar',
      call: { raw: FORM, headers: { 'Content-Type': 'multipart/form-data; boundary=b' } },
    }),
  ],
  'GET /api/payment/query': [({ outTradeNo }) => ({ path: `/api/payment/query?out_trade_no=${outTradeNo}`, call: {} })],
  'GET /docs/assets/:name': [get('/docs/assets/docs.css')],
  'GET /docs/:guide': [get('/docs/holds')],
  'POST /api/webhook/wechat': [post('/api/webhook/wechat', { id: 'x', resource: { ciphertext: 'x', nonce: 'y' } })],
  'POST /api/webhook/wechat-push': [
    post('/api/webhook/wechat-push?signature=x&msg_signature=y&timestamp=1&nonce=2', {
      ToUserName: '',
      Encrypt: 'eA==',
    }),
  ],
  'POST /api/webhook/wechat-oa': [
    () => ({
      path: '/api/webhook/wechat-oa?signature=x&msg_signature=y&timestamp=1&nonce=2',
      call: { raw: Buffer.from('<xml><Encrypt>eA==</Encrypt></xml>'), headers: { 'Content-Type': 'text/xml' } },
    }),
  ],
};

const FORM = Buffer.from(
  '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n',
);

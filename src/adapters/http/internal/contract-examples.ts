// What stands in the document as examples; test/http/openapi.test.ts holds them to their schemas.
const [day, nextYear] = ['2026-01-15T04:00:00.000Z', '2027-01-15T16:00:00.000Z'];
const id = (prefix: string): string => `${prefix}_01a219c9a14172b49fb335dba8f5a7d9`;

export const usage = {
  api_key: 'sk_live_0000000000000000000000000000000003TBQkX',
  api: 'image.recognize',
  quantity: 1,
  client_ip: '203.0.113.7',
};

const taken = { usage_id: id('use'), points: 5, points_left: 595, points_expire_at: nextYear, at: day };
export const allowed = { allowed: true, ...taken };
export const refused = {
  ...{ allowed: false, code: 'insufficient_points', points_needed: 5, points_left: 3 },
  message: 'The account has too few points. Buy points, then repeat the call.',
};

export const reversed = {
  ...{ usage_id: id('use'), reversed: true, points: 5, points_expired: 0, points_left: 600 },
  ...{ reason: 'the call failed', at: day },
};

export const held = {
  ...{ allowed: true, hold_id: id('hld'), state: 'open', points: 20, points_left: 580 },
  ...{ expires_at: '2026-01-15T04:01:00.000Z', at: day },
};
export const captured = {
  ...{ ...taken, points: 12, points_left: 588 },
  ...{ hold_id: id('hld'), state: 'captured', points_released: 8 },
};
export const released = {
  ...{ hold_id: id('hld'), state: 'released', released_by: 'service', points: 20, points_left: 600, at: day },
};

export const verified = {
  allowed: true,
  key: { id: id('key'), name: '生产环境', hint: 'sk_live_aB3d…9xYz', expires_at: nextYear },
  ...{ user_id: id('usr'), points_left: 595 },
};

export const balance = {
  ...{ user_id: id('usr'), available: 595, held: 20, frozen: 0 },
  next_expiry: { points: 95, expires_at: nextYear },
  expiring_soon: [],
};

export const mappedUser = { user_id: id('usr'), created: true };
export const foundUser = { user_id: id('usr') };

export const checkout = {
  ...{ external_id: 'user-42', package_ids: ['medium', 'large'] },
  ...{ success_url: 'https://product.example/paid', cancel_url: 'https://product.example/cart' },
  metadata: { cart: '20260115-7' },
};
const hour = '2026-01-15T05:00:00.000Z';
export const openedCheckout = {
  id: id('chk'),
  url: `https://points.example.com/payment/checkout?session=${id('chk')}#token=hss_${'0'.repeat(64)}`,
  ...{ status: 'open', user_id: id('usr'), expires_at: hour },
};
export const paidCheckout = {
  ...{ id: id('chk'), status: 'paid' },
  order: {
    ...{ id: id('ord'), status: 'paid', package_code: 'medium', amount_fen: 7_900, points: 30, paid_at: day },
  },
  ...{ user_id: id('usr'), external_id: 'user-42', metadata: checkout.metadata, expires_at: hour },
};

import { expect } from 'chai';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

/** Of the design that this checkout was ordered by, word for word. */
const DESIGN = {
  columns: `
    out_trade_no VARCHAR(64) UNIQUE,  -- 商户订单号
    package_id VARCHAR(32) NOT NULL,
    amount INTEGER NOT NULL,          -- 金额（分）
    credits INTEGER NOT NULL,         -- 积分数量
    status VARCHAR(32) DEFAULT 'pending',
    code_url TEXT,                    -- 二维码链接
    transaction_id VARCHAR(64),       -- 微信交易号
    paid_at TIMESTAMP,
    expired_at TIMESTAMP,
    created_at TIMESTAMP DEFAULT NOW()`,
  endpoints: `
    | POST | \`/api/payment/create\` | 创建支付订单 |
    | GET | \`/api/payment/query\` | 查询订单状态 |
    | POST | \`/api/webhook/wechat\` | 微信支付回调 |`,
  prices: `
    | small | 尝鲜包 | 10次 | ¥29 |
    | medium | 标准包 | 30次 | ¥79 |
    | large | 超值包 | 100次 | ¥199 |
    | xlarge | 专业包 | 300次 | ¥499 |`,
};
const rowsOf = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((row) =>
      row
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', ''))
        .slice(1, -1),
    );

describe('The payment design', () => {
  const system = useTestSystem();
  const create = (token: string, package_id: string) =>
    system().call('/api/payment/create', { token, body: { package_id } });

  it('has its three endpoints, each at its path and by its method alone', async () => {
    for (const [method = '', path = ''] of rowsOf(DESIGN.endpoints)) {
      const { status, text } = await system().call(path, { method });
      expect([400, 401], `${method} ${path}: ${text}`).to.include(status);
      const other = method === 'POST' ? 'GET' : 'POST';
      expectProblem(await system().call(path, { method: other }), [
        404,
        'not_found',
        path.includes('payment') ? 'zh' : 'en',
      ]);
    }
  });

  it('has its prices, in its words', async () => {
    const { packages } = (await system().call('/api/payment/packages')).json;
    const shown = packages.map((each: Record<string, unknown>) => [
      ...[each['package_id'], each['package_name'], each['description'], `¥${Number(each['amount']) / 100}`],
    ]);
    expect(shown).to.deep.equal(rowsOf(DESIGN.prices));
    expect(packages.map(({ credits }: { credits: number }) => `${credits}次`)).to.deep.equal(
      rowsOf(DESIGN.prices).map(([, , calls]) => calls),
    );
  });

  it('is answered with its columns, from the order to the money', async () => {
    const columns = DESIGN.columns
      .trim()
      .split('\n')
      .map((line) => line.trim().split(' ')[0] ?? '');
    const person = await system().actors.aPerson();
    const created = (await create(person.token, 'medium')).json;
    await system().phone.pay(created.out_trade_no, { notify: false });
    expect(await system().phone.deliver(created.out_trade_no)).to.deep.equal([204]);
    const query = `/api/payment/query?order_id=${created.order_id}`;
    const queried = (await system().call(query, { token: person.token })).json;
    const told = { ...created, ...queried };
    expect(columns.filter((column) => !(column in told))).to.deep.equal([]);
    expect(columns.filter((column) => told[column] === null)).to.deep.equal([]);
    expect([created.status, queried.status]).to.deep.equal(['pending', 'paid']);
    expect(told).to.include({ package_id: 'medium', amount: 7_900, credits: 30 });
    expect(await system().actors.balanceOf(person)).to.equal(30);
  });
});

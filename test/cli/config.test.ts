import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { type Config, readConfig } from '../../src/cli/system/config.ts';
import type { Environment } from '../../src/cli/system/environment.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

const WECHAT = {
  WECHAT_APP_ID: 'wx0000000000000001',
  WECHAT_APP_SECRET: 'the app secret',
  WECHAT_PAY_MCH_ID: '1900000001',
  WECHAT_PAY_MERCHANT_SERIAL: '5157f09efdc096de15ebe81a47057a7232f1b8e1',
  WECHAT_PAY_PRIVATE_KEY: privateKey,
  WECHAT_PAY_API_V3_KEY: 'a'.repeat(32),
  WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000000012024',
  WECHAT_PAY_PUBLIC_KEY: publicKey,
  WECHAT_PAY_NOTIFY_URL: 'https://points.example/api/webhook/wechat',
};

function valid(env: Environment): Config {
  const outcome = readConfig(env);
  return outcome.kind === 'valid' ? outcome.config : expect.fail(outcome.errors.join('\n'));
}

function errorsOf(env: Environment): readonly string[] {
  const outcome = readConfig(env);
  return outcome.kind === 'invalid' ? outcome.errors : expect.fail('should have been refused');
}

const namesIn = (errors: readonly string[]): string[] => errors.map((error) => error.replace(/[.:].*/s, ''));

describe('the configuration', () => {
  it('needs nothing: then every part is an embedded one', () => {
    expect(valid({})).to.deep.equal({
      production: false,
      logLevel: null,
      http: { host: '127.0.0.1', port: 3000 },
      trustedProxies: [],
      publicUrl: null,
      dataDir: '.data',
      database: { url: null, poolSize: 10 },
      redisUrl: null,
      rootSecret: null,
      simulatorPort: 4000,
      payment: {
        channels: { android: 'jsapi', ios: 'jsapi', other: 'jsapi', web: 'native' },
        limits: { openOrders: 5, dailyFen: 5_000_000 },
        refundApprovalLimitFen: 20_000,
        reportsShipping: false,
      },
      rateLimits: {
        ...{ sign_in: 300, order: 20, key: 20, payment_check: 120, redemption: 10, person: 600 },
        ...{ failed_caller: 60, failed_code: 60 },
      },
      invoiceRequestDays: 180,
      notices: { lowPointsLevels: [100n, 20n], expiringDays: 7 },
      operations: {
        ...{ metricsPort: null, metricsHost: '127.0.0.1', token: null, dashboardWrites: false },
        ...{ shutdownNoticeMs: null, tracesTo: null },
      },
      accountClosingDays: 7,
      webhookPrivateNetworks: ['127.0.0.0/8', '::1/128'],
      wechat: null,
    });
  });

  it('sends webhooks to this machine only where WeChat is simulated, or where that is said', () => {
    const networks = (env: Environment) => valid(env).webhookPrivateNetworks;
    expect(networks(WECHAT)).to.deep.equal([]);
    expect(networks({ ...WECHAT, NODE_ENV: 'production' })).to.deep.equal([]);
    const said = { WEBHOOK_PRIVATE_NETWORKS: '10.0.0.0/8, fd00::/8,127.0.0.1' };
    expect(networks({ ...WECHAT, ...said })).to.deep.equal(['10.0.0.0/8', 'fd00::/8', '127.0.0.1/32']);
    expect(networks(said)).to.deep.equal(['10.0.0.0/8', 'fd00::/8', '127.0.0.1/32']);
    expect(errorsOf({ WEBHOOK_PRIVATE_NETWORKS: '10.0.0.1/8' }).join()).to.match(/^WEBHOOK_PRIVATE_NETWORKS: /);
  });

  it('takes an empty variable for one that is not set', () => {
    const names = ['PORT', 'DATABASE_URL', 'REDIS_URL', 'LOG_LEVEL', 'WECHAT_APP_ID', 'DATABASE_URL_FILE', 'NODE_ENV'];
    expect(valid(Object.fromEntries(names.map((name) => [name, ''])))).to.deep.equal(valid({}));
  });

  it('reads what replaces the embedded parts', () => {
    const urls = { DATABASE_URL: 'postgresql://u:p@db/seahorse', REDIS_URL: 'rediss://cache:6380' };
    const config = valid({ ...urls, PORT: '8080', HOST: '0.0.0.0', DATABASE_POOL_SIZE: '42', LOG_LEVEL: 'debug' });
    expect(config.database).to.deep.equal({ url: urls.DATABASE_URL, poolSize: 42 });
    expect(config).to.deep.include({
      redisUrl: urls.REDIS_URL,
      http: { host: '0.0.0.0', port: 8080 },
      logLevel: 'debug',
    });
  });

  it('reads whose word about addresses is believed', () => {
    const proxies = (TRUSTED_PROXIES: string) => valid({ TRUSTED_PROXIES }).trustedProxies;
    expect(proxies('10.0.0.0/8, 2001:db8::/32,192.0.2.1')).to.deep.equal([
      '10.0.0.0/8',
      '2001:db8::/32',
      '192.0.2.1/32',
    ]);
    expect(proxies('')).to.deep.equal([]);
    for (const wrong of ['10.0.0.1/8', 'proxy.example', '10.0.0.0/8,', 'true', '1']) {
      expect(errorsOf({ TRUSTED_PROXIES: wrong })).to.deep.equal([
        'TRUSTED_PROXIES: expected addresses or ranges such as 10.0.0.0/8, separated by commas',
      ]);
    }
  });

  it('reads where browsers reach it', () => {
    const at = (PUBLIC_URL: string) => valid({ PUBLIC_URL }).publicUrl;
    expect(at('https://points.example.com')).to.equal('https://points.example.com');
    expect(at('https://example.com/points//')).to.equal('https://example.com/points');
    expect(at('')).to.equal(null);
    for (const wrong of ['points.example.com', 'ftp://points.example.com']) {
      expect(errorsOf({ PUBLIC_URL: wrong })).to.deep.equal([
        'PUBLIC_URL: expected a URL such as https://points.example.com',
      ]);
    }
    for (const wrong of ['https://a.example/?b', 'https://a.example/#b', 'https://a:b@a.example']) {
      expect(errorsOf({ PUBLIC_URL: wrong })).to.deep.equal(['PUBLIC_URL: expected no query, no fragment and no user']);
    }
  });

  it('reads the root of the secrets of services, from a file too, and takes no short one', () => {
    const secret = 'x'.repeat(32);
    expect(valid({ SEAHORSE_SECRET: secret }).rootSecret).to.equal(secret);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'seahorse-config-'));
    const file = path.join(folder, 'secret');
    writeFileSync(file, `${secret}\n`);
    expect(valid({ SEAHORSE_SECRET_FILE: file }).rootSecret).to.equal(secret);
    rmSync(folder, { recursive: true });
    expect(errorsOf({ SEAHORSE_SECRET: 'x'.repeat(31) })).to.deep.equal([
      'SEAHORSE_SECRET: expected at least 32 characters',
    ]);
  });

  it('reads how operators watch it, and takes no token that could be guessed', () => {
    const token = 'x'.repeat(32);
    const said = { METRICS_PORT: '9500', METRICS_HOST: '0.0.0.0', OPERATIONS_TOKEN: token, QUEUE_DASHBOARD: 'write' };
    const more = { SHUTDOWN_NOTICE_SECONDS: '5', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
    expect(valid({ ...said, ...more }).operations).to.deep.equal({
      ...{ metricsPort: 9_500, metricsHost: '0.0.0.0', token, dashboardWrites: true },
      ...{ shutdownNoticeMs: 5_000, tracesTo: 'http://collector:4318' },
    });
    expect(valid({ METRICS_PORT: 'off' }).operations.metricsPort).to.equal('off');
    const wrong = {
      ...{ METRICS_PORT: '70000', OPERATIONS_TOKEN: 'x'.repeat(31), QUEUE_DASHBOARD: 'yes' },
      ...{ SHUTDOWN_NOTICE_SECONDS: '61', OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },
    };
    expect(namesIn(errorsOf(wrong))).to.have.members(Object.keys(wrong));
    expect(errorsOf(wrong).join()).not.to.include('xxx');
  });

  it('reads how long the closing of an account can be taken back, and takes no blank for "at once"', () => {
    const days = (ACCOUNT_CLOSING_DAYS: string) => valid({ ACCOUNT_CLOSING_DAYS }).accountClosingDays;
    expect(['0', '7', '30', ''].map(days)).to.deep.equal([0, 7, 30, 7]);
    for (const wrong of ['31', '-1', ' ', 'soon', '1.5']) {
      expect(namesIn(errorsOf({ ACCOUNT_CLOSING_DAYS: wrong }))).to.deep.equal(['ACCOUNT_CLOSING_DAYS']);
    }
  });

  it('names every mistake at once, without quoting a value', () => {
    const errors = errorsOf({
      ...{ PORT: '99999', LOG_LEVEL: 'loud', DATABASE_POOL_SIZE: 'many', SIMULATOR_PORT: '-1' },
      ...{ DATABASE_URL: 'mysql://u:hunter2@db/x', REDIS_URL: 'hunter2' },
      WECHAT_PAY_PRIVATE_KEY: 'hunter2',
    });
    expect(namesIn(errors)).to.include.members([
      ...['PORT', 'LOG_LEVEL', 'DATABASE_POOL_SIZE', 'SIMULATOR_PORT', 'DATABASE_URL', 'REDIS_URL'],
      ...['WECHAT_APP_ID', 'WECHAT_APP_SECRET', 'WECHAT_PAY_PRIVATE_KEY', 'WECHAT_PAY_PUBLIC_KEY'],
    ]);
    expect(errors.join()).not.to.include('hunter2');
  });

  for (const bad of ['nonsense', 'http://db/x', 'localhost:5432', '//db']) {
    it(`refuses ${bad} as the address of a database`, () => {
      expect(namesIn(errorsOf({ DATABASE_URL: bad }))).to.deep.equal(['DATABASE_URL']);
    });
  }

  it('reads for how many days an invoice may be requested', () => {
    expect(valid({ INVOICE_REQUEST_DAYS: '30' }).invoiceRequestDays).to.equal(30);
    for (const bad of ['0', '1.5', 'soon']) {
      expect(namesIn(errorsOf({ INVOICE_REQUEST_DAYS: bad }))).to.deep.equal(['INVOICE_REQUEST_DAYS']);
    }
  });

  it('refuses a port of blanks', () => {
    expect(namesIn(errorsOf({ PORT: ' ' }))).to.deep.equal(['PORT']);
  });

  it('refuses the simulator in production', () => {
    expect(errorsOf({ NODE_ENV: 'production' }).join()).to.include('simulator does not run in production');
    expect(valid({ NODE_ENV: 'production', ...WECHAT }).production).to.equal(true);
  });
});

describe('the variables of limits', () => {
  it('say how many a minute, and 0 for as many as somebody likes', () => {
    const { rateLimits } = valid({ RATE_LIMIT_SIGN_IN: '0', RATE_LIMIT_ORDERS: '7', RATE_LIMIT_FAILED_CALLERS: '1' });
    expect(rateLimits).to.include({ sign_in: 0, order: 7, failed_caller: 1, person: 600 });
  });

  it('are whole numbers', () => {
    for (const wrong of [' ', '-1', '1.5', 'many', '1000001', '60/s']) {
      expect(namesIn(errorsOf({ RATE_LIMIT_PERSON: wrong })), wrong).to.deep.equal(['RATE_LIMIT_PERSON']);
    }
  });
});

describe('the variables of selling', () => {
  const platforms = ['android', 'ios', 'other', 'web'] as const;

  for (const platform of platforms) {
    const name = `PAYMENT_${platform.toUpperCase()}`;
    const possible = platform === 'web' ? ['native', 'off'] : ['jsapi', 'xpay', 'off'];
    for (const channel of possible) {
      it(`let ${platform} pay by ${channel}, and change nothing else`, () => {
        const usual = valid({}).payment.channels;
        expect(valid({ [name]: channel }).payment.channels).to.deep.equal({ ...usual, [platform]: channel });
      });
    }
    for (const channel of [
      ...['native', 'jsapi', 'xpay', 'off'].filter((each) => !possible.includes(each)),
      'OFF',
      ' ',
    ]) {
      it(`refuse ${name} = '${channel}', and name what can be`, () => {
        expect(errorsOf({ [name]: channel })).to.deep.equal([`${name}: expected one of ${possible.join(', ')}`]);
      });
    }
  }

  it('limit what a buyer may have open and spend', () => {
    const { limits } = valid({ ORDERS_MAX_OPEN: '1', ORDERS_DAILY_LIMIT_FEN: '2000000000' }).payment;
    expect(limits).to.deep.equal({ openOrders: 1, dailyFen: 2_000_000_000 });
  });

  it('let WeChat hear of deliveries, or not', () => {
    expect(valid({ WECHAT_SHIPPING: 'on' }).payment.reportsShipping).to.equal(true);
    expect(valid({ WECHAT_SHIPPING: 'off' }).payment.reportsShipping).to.equal(false);
    expect(errorsOf({ WECHAT_SHIPPING: 'yes' })).to.deep.equal(['WECHAT_SHIPPING: expected on or off']);
  });

  for (const name of ['ORDERS_MAX_OPEN', 'ORDERS_DAILY_LIMIT_FEN']) {
    for (const value of ['0', '-1', '1.5', 'many', '2000000001']) {
      it(`refuse ${name} = ${value}`, () => {
        expect(namesIn(errorsOf({ [name]: value }))).to.deep.equal([name]);
      });
    }
  }
});

describe('the WeChat variables', () => {
  it('make a real account, with the addresses of WeChat', () => {
    const { wechat } = valid(WECHAT);
    expect(wechat?.login).to.deep.equal({
      baseUrl: 'https://api.weixin.qq.com',
      appid: WECHAT.WECHAT_APP_ID,
      appSecret: WECHAT.WECHAT_APP_SECRET,
    });
    expect(wechat?.pay).to.deep.include({
      baseUrl: 'https://api.mch.weixin.qq.com',
      mchid: '1900000001',
      merchantSerial: WECHAT.WECHAT_PAY_MERCHANT_SERIAL.toUpperCase(),
      apiV3Keys: ['a'.repeat(32)],
      publicKey: { id: WECHAT.WECHAT_PAY_PUBLIC_KEY_ID, pem: publicKey },
      downloadCertificates: false,
    });
  });

  for (const name of Object.keys(WECHAT)) {
    it(`are not complete without ${name}`, () => {
      const errors = errorsOf({ ...WECHAT, [name]: undefined });
      expect(errors).to.have.length(1);
      expect(errors[0])
        .to.match(/^WECHAT_PAY_PUBLIC_KEY|missing/)
        .and.include(name.replace('_ID', ''));
    });
  }

  it('that are missing are named all at once as soon as one is set', () => {
    const missing = namesIn(errorsOf({ WECHAT_APP_ID: 'wx1' }));
    const required = Object.keys(WECHAT).filter((name) => name !== 'WECHAT_APP_ID' && !name.endsWith('KEY_ID'));
    expect(missing).to.have.members(required);
  });

  it('take a key whose line breaks are written as \\n', () => {
    const { wechat } = valid({ ...WECHAT, WECHAT_PAY_PRIVATE_KEY: privateKey.replaceAll('\n', '\\n') });
    expect(wechat?.pay.merchantPrivateKeyPem).to.equal(privateKey);
  });

  it('take two APIv3 keys while the key is being changed', () => {
    const [next, last] = ['b'.repeat(32), 'a'.repeat(32)];
    expect(valid({ ...WECHAT, WECHAT_PAY_API_V3_KEY: `${next},${last}` }).wechat?.pay.apiV3Keys).to.deep.equal([
      next,
      last,
    ]);
  });

  it('take an older merchant without a public key, who downloads certificates', () => {
    const older = { ...WECHAT, WECHAT_PAY_PUBLIC_KEY: undefined, WECHAT_PAY_PUBLIC_KEY_ID: undefined };
    const { wechat } = valid({ ...older, WECHAT_PAY_CERTIFICATES: 'download' });
    expect(wechat?.pay).to.include({ publicKey: null, downloadCertificates: true });
  });

  const wrong: readonly (readonly [name: string, value: string])[] = [
    ['WECHAT_PAY_MCH_ID', 'mch'],
    ['WECHAT_PAY_MERCHANT_SERIAL', 'not hex'],
    ['WECHAT_PAY_PRIVATE_KEY', publicKey],
    ['WECHAT_PAY_PUBLIC_KEY', 'no key'],
    ['WECHAT_PAY_PUBLIC_KEY_ID', '0119000000012024'],
    ['WECHAT_PAY_API_V3_KEY', 'too short'],
    ['WECHAT_PAY_API_V3_KEY', `${'a'.repeat(32)},`],
    ['WECHAT_PAY_NOTIFY_URL', 'points.example/api/webhook/wechat'],
    ['WECHAT_PAY_NOTIFY_URL', 'https://points.example/api/webhook/wechat?a=1'],
    ['WECHAT_PAY_BASE_URL', 'api.mch'],
    ['WECHAT_API_BASE_URL', 'nowhere'],
    ['WECHAT_PAY_CERTIFICATES', 'perhaps'],
  ];
  for (const [name, value] of wrong) {
    it(`refuse ${name} = ${value.slice(0, 50).replace(/\s+/g, ' ')}`, () => {
      expect(namesIn(errorsOf({ ...WECHAT, [name]: value }))).to.deep.equal([name]);
    });
  }
});

const XPAY = {
  ...WECHAT,
  WECHAT_XPAY_OFFER_ID: '1450123456',
  WECHAT_XPAY_APP_KEY: 'the app key',
  WECHAT_PUSH_TOKEN: 'thePushToken',
  WECHAT_PUSH_AES_KEY: 'a'.repeat(43),
};

describe('the variables of virtual payment', () => {
  it('are not needed', () => {
    expect(valid(WECHAT).wechat).to.deep.include({ xpay: null, push: null });
  });

  it('make it possible, with real money unless told otherwise, and let pushes be encrypted', () => {
    expect(valid(XPAY).wechat).to.deep.include({
      xpay: { offerId: '1450123456', appKey: 'the app key', env: 0, goodsImageUrl: null },
      push: { token: 'thePushToken', aesKey: 'a'.repeat(43) },
    });
    const { wechat } = valid({ ...XPAY, WECHAT_XPAY_ENV: '1', WECHAT_PUSH_AES_KEY: undefined });
    expect(wechat?.xpay).to.include({ env: 1 });
    expect(wechat?.push).to.include({ aesKey: null });
  });

  for (const platform of ['PAYMENT_ANDROID', 'PAYMENT_IOS', 'PAYMENT_OTHER']) {
    it(`are all named when ${platform} sells by it and they are missing`, () => {
      const errors = errorsOf({ ...WECHAT, [platform]: 'xpay' });
      expect(namesIn(errors)).to.deep.equal(['WECHAT_XPAY_OFFER_ID', 'WECHAT_XPAY_APP_KEY', 'WECHAT_PUSH_TOKEN']);
      expect(errors.join()).to.include(`${platform}=xpay needs it`);
      expect(valid({ ...XPAY, [platform]: 'xpay' }).payment.channels).to.deep.include({
        [platform.slice('PAYMENT_'.length).toLowerCase()]: 'xpay',
      });
    });
  }

  it('are named along with every other mistake, once each', () => {
    const errors = errorsOf({ ...WECHAT, PORT: 'x', PAYMENT_IOS: 'xpay', WECHAT_XPAY_OFFER_ID: '1450' });
    expect(namesIn(errors)).to.have.members(['PORT', 'WECHAT_XPAY_APP_KEY', 'WECHAT_PUSH_TOKEN']);
  });

  it('are not needed for the simulator, which has its own', () => {
    expect(valid({ PAYMENT_ANDROID: 'xpay' }).wechat).to.equal(null);
  });

  for (const [name, partner] of [
    ['WECHAT_XPAY_OFFER_ID', 'WECHAT_XPAY_APP_KEY'],
    ['WECHAT_XPAY_APP_KEY', 'WECHAT_XPAY_OFFER_ID'],
    ['WECHAT_PUSH_TOKEN', 'WECHAT_PUSH_AES_KEY'],
  ] as const) {
    it(`are not complete with ${partner} and without ${name}`, () => {
      expect(namesIn(errorsOf({ ...XPAY, [name]: undefined }))).to.deep.equal([name]);
    });
  }

  it('refuse the sandbox in production', () => {
    const sandbox = { ...XPAY, WECHAT_XPAY_ENV: '1' };
    expect(valid(sandbox).wechat?.xpay?.env).to.equal(1);
    expect(namesIn(errorsOf({ ...sandbox, NODE_ENV: 'production' }))).to.deep.equal(['WECHAT_XPAY_ENV']);
  });

  const wrong: readonly (readonly [name: string, value: string])[] = [
    ['WECHAT_XPAY_OFFER_ID', '14 50'],
    ['WECHAT_XPAY_GOODS_IMAGE_URL', 'goods.png'],
    ['WECHAT_XPAY_ENV', '2'],
    ['WECHAT_XPAY_ENV', 'sandbox'],
    ['WECHAT_PUSH_TOKEN', 'ab'],
    ['WECHAT_PUSH_TOKEN', 'with blanks'],
    ['WECHAT_PUSH_AES_KEY', 'a'.repeat(42)],
    ['WECHAT_PUSH_AES_KEY', `${'a'.repeat(42)}=`],
  ];
  for (const [name, value] of wrong) {
    it(`refuse ${name} = ${value}`, () => {
      expect(namesIn(errorsOf({ ...XPAY, [name]: value }))).to.deep.equal([name]);
    });
  }
});

describe('the variables of the official account', () => {
  const OFFICIAL = {
    ...{ ...WECHAT, WECHAT_OA_APP_ID: 'wx00000000000000a2', WECHAT_OA_APP_SECRET: 'its secret' },
    ...{ WECHAT_OA_TOKEN: 'theToken', WECHAT_OA_AES_KEY: 'b'.repeat(43) },
  };

  it('are not needed', () => {
    expect(valid(WECHAT).wechat?.officialAccount).to.equal(null);
  });

  it('say how it signs, and whether it encrypts', () => {
    const plain = { appid: 'wx00000000000000a2', appSecret: 'its secret', token: 'theToken', aesKey: null };
    const baseUrl = 'https://api.weixin.qq.com';
    expect(valid({ ...OFFICIAL, WECHAT_OA_AES_KEY: undefined }).wechat?.officialAccount).to.deep.equal({
      ...{ ...plain, baseUrl },
    });
    expect(valid(OFFICIAL).wechat?.officialAccount).to.include({ aesKey: 'b'.repeat(43) });
  });

  for (const name of ['WECHAT_OA_APP_ID', 'WECHAT_OA_APP_SECRET', 'WECHAT_OA_TOKEN'] as const) {
    it(`are not complete without ${name}`, () => {
      expect(namesIn(errorsOf({ ...OFFICIAL, [name]: undefined }))).to.deep.equal([name]);
    });
  }

  it('are named along with every other mistake', () => {
    const errors = errorsOf({ ...WECHAT, PORT: 'x', WECHAT_OA_AES_KEY: 'b'.repeat(42) });
    const all = ['WECHAT_OA_APP_ID', 'WECHAT_OA_APP_SECRET', 'WECHAT_OA_TOKEN', 'WECHAT_OA_AES_KEY'];
    expect(namesIn(errors)).to.have.members(['PORT', ...all]);
  });
});

describe('the variables of messages', () => {
  const TEMPLATES = {
    payment_success: { id: 'tmpl-1', fields: { package: 'thing1', amount: 'amount2', time: 'time4' } },
    points_low: { id: 'tmpl-2', fields: { points: 'number1' } },
  };
  const messagesOf = (env: Environment) => valid({ ...WECHAT, ...env }).wechat?.messages;
  const mistakesIn = (templates: unknown) =>
    errorsOf({ ...WECHAT, WECHAT_TEMPLATES: typeof templates === 'string' ? templates : JSON.stringify(templates) });

  it('are not needed: then nothing is sent', () => {
    expect(messagesOf({})).to.deep.equal({ templates: {}, state: 'formal' });
  });

  it('say which template shows what in which field, each kind or not, and what a message opens', () => {
    const env = { WECHAT_TEMPLATES: JSON.stringify(TEMPLATES), WECHAT_MINIPROGRAM_STATE: 'trial' };
    expect(messagesOf(env)).to.deep.equal({ templates: TEMPLATES, state: 'trial' });
  });

  it('say at which levels points are low, and how early it is told that they expire', () => {
    const noticesOf = (env: Environment) => valid(env).notices;
    expect(noticesOf({ POINTS_LOW_LEVELS: '50, 5000,50', POINTS_EXPIRING_DAYS: '30' })).to.deep.equal({
      lowPointsLevels: [50n, 5000n],
      expiringDays: 30,
    });
  });

  const wrong: readonly (readonly [string, unknown, string])[] = [
    ['no JSON', '{payment_success', 'WECHAT_TEMPLATES: expected JSON'],
    ['a list', [], 'WECHAT_TEMPLATES: '],
    ['a kind that does not exist', { paid: TEMPLATES.points_low }, 'WECHAT_TEMPLATES: '],
    ['a template without an id', { points_low: { fields: { points: 'number1' } } }, 'WECHAT_TEMPLATES.points_low.id: '],
    [
      'an id that cannot be one',
      { points_low: { ...TEMPLATES.points_low, id: 'a b' } },
      'WECHAT_TEMPLATES.points_low.id: ',
    ],
    ['a template without fields', { points_low: { id: 'x', fields: {} } }, 'WECHAT_TEMPLATES.points_low.fields: '],
    [
      'a word that this kind does not have',
      { points_low: { id: 'x', fields: { points: 'number1', amount: 'amount2' } } },
      'WECHAT_TEMPLATES.points_low.fields: ',
    ],
    [
      'a field that cannot show the word',
      { points_low: { id: 'x', fields: { points: 'time1' } } },
      'WECHAT_TEMPLATES.points_low.fields.points: expected a field such as number1',
    ],
    [
      'one field for two words',
      { points_low: { id: 'x', fields: { points: 'thing1', note: 'thing1' } } },
      'WECHAT_TEMPLATES.points_low.fields: each field',
    ],
    [
      'one template for two kinds',
      { points_low: TEMPLATES.points_low, payment_success: { ...TEMPLATES.payment_success, id: 'tmpl-2' } },
      'WECHAT_TEMPLATES: each kind',
    ],
  ];
  for (const [what, templates, beginning] of wrong) {
    it(`are refused with ${what}`, () => {
      const errors = mistakesIn(templates);
      expect(errors).to.have.length(1);
      expect(errors[0]).to.satisfy((error: string) => error.startsWith(beginning), errors[0]);
    });
  }

  it('name every mistake at once', () => {
    const env = { POINTS_LOW_LEVELS: '1.5', POINTS_EXPIRING_DAYS: '0', WECHAT_MINIPROGRAM_STATE: 'beta' };
    const templates = { points_low: { id: '', fields: { points: 'x' } }, points_expiring: { id: 'x', fields: {} } };
    const errors = errorsOf({ ...WECHAT, ...env, WECHAT_TEMPLATES: JSON.stringify(templates) });
    expect(errors.map((error) => error.replace(/: .*/s, ''))).to.have.members([
      ...['POINTS_LOW_LEVELS.0', 'POINTS_EXPIRING_DAYS', 'WECHAT_MINIPROGRAM_STATE', 'WECHAT_TEMPLATES.points_low.id'],
      ...['WECHAT_TEMPLATES.points_low.fields.points', 'WECHAT_TEMPLATES.points_expiring.fields'],
    ]);
  });

  for (const levels of ['a', '100,', '-5', '1,2,3,4,5,6', '1e3', '9999999999999999']) {
    it(`are refused with the levels ${levels}`, () => {
      expect(namesIn(errorsOf({ POINTS_LOW_LEVELS: levels }))).to.deep.equal(['POINTS_LOW_LEVELS']);
    });
  }
});

describe('a variable that names a file', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'seahorse-config-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string): string => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };

  it('gives the content of the file, without the last line break', () => {
    const secrets = {
      ...{ ...WECHAT, WECHAT_APP_SECRET: undefined, WECHAT_PAY_PRIVATE_KEY: undefined },
      WECHAT_APP_SECRET_FILE: file('secret', 'from a file\n'),
      WECHAT_PAY_PRIVATE_KEY_FILE: file('key.pem', privateKey),
      DATABASE_URL_FILE: file('url', 'postgres://u:p@db/seahorse\n'),
    };
    const { wechat, database } = valid(secrets);
    expect(wechat?.login.appSecret).to.equal('from a file');
    expect(wechat?.pay.merchantPrivateKeyPem.trim()).to.equal(privateKey.trim());
    expect(database.url).to.equal('postgres://u:p@db/seahorse');
  });

  it('is refused beside the variable itself', () => {
    const both = { DATABASE_URL: 'postgres://a/b', DATABASE_URL_FILE: file('both', 'postgres://c/d') };
    expect(errorsOf(both)).to.deep.equal(['DATABASE_URL: set it or DATABASE_URL_FILE, not both']);
  });

  it('is refused when the file cannot be read', () => {
    const [error] = errorsOf({ REDIS_URL_FILE: path.join(folder, 'none') });
    expect(error).to.match(/^REDIS_URL_FILE: cannot read .*none \(ENOENT\)$/);
  });

  it('is refused when the file is empty', () => {
    expect(namesIn(errorsOf({ DATABASE_URL_FILE: file('empty', '\n') }))).to.deep.equal(['DATABASE_URL']);
  });

  it('counts for the group: a half-configured WeChat is refused', () => {
    expect(namesIn(errorsOf({ WECHAT_APP_SECRET_FILE: file('half', 'x') }))).to.include('WECHAT_APP_ID');
  });
});

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { PlatformKeys } from '../../../../src/adapters/wechat/pay/platform-keys.ts';
import { WechatPayError } from '../../../../src/adapters/wechat/pay/wechat-pay-error.ts';
import { WechatTradeBills } from '../../../../src/adapters/wechat/pay/wechat-trade-bills.ts';
import type { BeijingDay } from '../../../../src/domain/shared/beijing-time.ts';
import { everythingIn, failureOf, unavailabilityOf } from '../support/failures.ts';
import { LoopbackWechat, type Reply } from '../support/loopback-wechat.ts';
import { aMerchant } from '../support/merchant.ts';
import { failure, plain, reset, success } from '../support/replies.ts';
import { aBillText, aPaymentLine, aRefundLine, gathered } from '../support/trade-bill-text.ts';

const TOKEN = 'the-token-of-the-bill';
const TEXT = aBillText([aPaymentLine(), aRefundLine()], { bom: true });
const sha1 = (bytes: string | Buffer): string => createHash('sha1').update(bytes).digest('hex');

const ticket = (change: object = {}): Reply =>
  success({
    hash_type: 'SHA1',
    hash_value: sha1(TEXT),
    download_url: `https://api.mch.weixin.qq.com/v3/billdownload/file?token=${TOKEN}&tartype=gzip`,
    ...change,
  });
const file =
  (bytes: Buffer, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(200, headers);
    response.end(bytes);
  };

describe('fetching a trade bill', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());
  const fetchBill = (limits = { timeoutMs: 2_000, maxBytes: 1_000_000 }) => {
    const settings = aMerchant({ baseUrl: wechat.baseUrl });
    const bills = new WechatTradeBills({ settings, keys: new PlatformKeys(settings), retryDelaysMs: [1, 1], limits });
    return bills.fetch('2026-01-15' as BeijingDay);
  };
  const rowsOf = async () => {
    const bill = await fetchBill();
    if (bill.kind !== 'bill') return expect.fail(bill.kind);
    try {
      return (await gathered(bill.batches())).map(({ kind }) => kind);
    } finally {
      await bill.close();
    }
  };

  it('applies for all of the day, signed, and downloads where every other call goes, signed', async () => {
    wechat.replyWith(ticket(), file(gzipSync(TEXT)));
    expect(await rowsOf()).to.deep.equal(['payment', 'refund']);
    expect(
      wechat.requests.map(({ method, path, hasValidSignature }) => [method, path, hasValidSignature]),
    ).to.deep.equal([
      ['GET', '/v3/bill/tradebill?bill_date=2026-01-15&bill_type=ALL&tar_type=GZIP', true],
      ['GET', `/v3/billdownload/file?token=${TOKEN}&tartype=gzip`, true],
    ]);
  });

  const packed = gzipSync(TEXT);
  const files: Readonly<Record<string, Reply>> = {
    'as a gzip file': file(packed, { 'content-type': 'application/x-gzip' }),
    'in an encoding that the client undoes': file(packed, { 'content-encoding': 'gzip' }),
    'as plain text': file(Buffer.from(TEXT)),
  };
  for (const [how, reply] of Object.entries(files)) {
    it(`reads it ${how}, though it carries no signature`, async () => {
      wechat.replyWith(ticket(), reply);
      expect(await rowsOf()).to.deep.equal(['payment', 'refund']);
    });
  }

  it('is empty for a day on which nothing happened', async () => {
    wechat.replyWith(failure(400, 'NO_STATEMENT_EXIST', '账单不存在'));
    expect(await fetchBill()).to.deep.equal({ kind: 'empty' });
  });

  it('is not ready while WeChat makes it', async () => {
    wechat.replyWith(failure(400, 'STATEMENT_CREATING', '账单生成中'));
    expect(await fetchBill()).to.deep.equal({ kind: 'not_ready' });
  });

  it('throws what says nothing about the day, such as missing rights', async () => {
    wechat.replyWith(failure(403, 'NO_AUTH'));
    expect(await failureOf(fetchBill())).to.be.instanceOf(WechatPayError);
  });

  it('tries the application again after an answer that says nothing', async () => {
    wechat.replyWith(reset, ticket(), file(packed));
    expect(await rowsOf()).to.have.length(2);
  });

  const unusable: Readonly<Record<string, readonly [replies: Reply[], says: string]>> = {
    'a ticket that is not signed': [[plain(200, '{"hash_type":"SHA1"}')], 'unverifiable'],
    'a ticket that is none': [[success({ hash_type: 'SHA1' })], 'not the ticket'],
    'a hash that we do not know': [[ticket({ hash_type: 'MD5' })], 'not the ticket'],
    'a file that is not the one of the hash': [[ticket(), file(gzipSync(`${TEXT} `))], 'unverifiable'],
    'a gzip file that is broken': [[ticket(), file(packed.subarray(0, 40))], 'gzip'],
    'an address that has expired': [[ticket(), failure(400, 'INVALID_REQUEST', '地址已过期')], '地址已过期'],
    'a file that is no bill': [[ticket({ hash_value: sha1('<html>') }), file(Buffer.from('<html>'))], 'without'],
  };
  for (const [what, [replies, says]] of Object.entries(unusable)) {
    it(`is Unavailable with ${what}`, async () => {
      wechat.replyWith(...replies);
      expect(await unavailabilityOf(fetchBill(), 'wechat_pay')).to.include(says);
    });
  }

  it('is Unavailable with a file that is too large, also when only its content is', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    for (const bytes of [Buffer.alloc(10_001), bomb]) {
      wechat.replyWith(ticket(), file(bytes));
      const limits = { timeoutMs: 2_000, maxBytes: 10_000 };
      expect(await unavailabilityOf(fetchBill(limits), 'wechat_pay')).to.include('too_large');
    }
  });

  it('asks nobody for a file at another address', async () => {
    wechat.replyWith(ticket({ download_url: 'https://api.mch.weixin.qq.com/v3/pay/transactions/native?token=1' }));
    expect(await unavailabilityOf(fetchBill(), 'wechat_pay')).to.include('unreadable');
    expect(wechat.requests).to.have.length(1);
  });

  it('tells neither the token nor our signature in an error', async () => {
    wechat.replyWith(ticket(), reset);
    const shown = everythingIn(await failureOf(fetchBill()));
    for (const secret of [TOKEN, 'signature=', 'WECHATPAY2']) expect(shown).not.to.include(secret);
  });
});

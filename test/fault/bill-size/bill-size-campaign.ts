import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { LoopbackWechat, type Reply } from '../../adapters/wechat/support/loopback-wechat.ts';
import { aMerchant } from '../../adapters/wechat/support/merchant.ts';
import { success } from '../../adapters/wechat/support/replies.ts';
import { migratedDatabase } from '../../support/migrated-database.ts';
import { atMost, counted, exactly, type Figure } from '../figure.ts';
import type { Measured, Wanted } from './measure.ts';
import { billsOf, sellByTheThousand } from './sell-by-the-thousand.ts';

const MOST_SECONDS = 10;
const MOST_MEGABYTES = 200;
/** Of what it has read and dropped, V8 would otherwise keep as much as the machine has. */
const HEAP_MEGABYTES = 96;

/**
 * One day with so many payments: both bills downloaded over the wire, unpacked, hashed, read, compared with orders and ledger in
 * PostgreSQL, and kept. A process of its own does it, as the workers would, and tells how long it took and its largest memory.
 */
export async function billSizeCampaign(payments: number): Promise<Figure[]> {
  const database = await migratedDatabase();
  const wechat = await LoopbackWechat.start();
  try {
    const settings = aMerchant({ baseUrl: wechat.baseUrl, timeoutMs: 5_000 });
    await sellByTheThousand(database.knex, settings.mchid, payments);
    const bills = billsOf(settings.mchid, payments);
    wechat.replyWith(
      ...[ticketFor(bills.tradeText), fileOf(bills.trade)],
      ...[ticketFor(bills.fundsText), fileOf(bills.funds)],
    );
    const measured = await measure({ databaseUrl: database.url, settings });
    return [
      counted('bytes of the trade bill', Buffer.byteLength(bills.tradeText)),
      exactly('payments matched', measured.matched, payments),
      exactly('differences', measured.found, 0),
      atMost('compared in', Math.round(measured.seconds * 100) / 100, MOST_SECONDS, 's'),
      atMost('memory at most', Math.round(measured.peakMegabytes), MOST_MEGABYTES, 'MB'),
    ];
  } finally {
    await wechat.stop();
    await database.drop();
  }
}

const ticketFor = (text: string): Reply =>
  success({
    hash_type: 'SHA1',
    hash_value: createHash('sha1').update(text).digest('hex'),
    download_url: 'https://api.mch.weixin.qq.com/v3/billdownload/file?token=t&tartype=gzip',
  });

const fileOf =
  (bytes: Buffer): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/x-gzip' });
    response.end(bytes);
  };

async function measure(wanted: Wanted): Promise<Measured> {
  const program = fileURLToPath(new URL('./measure.ts', import.meta.url));
  const child = fork(program, {
    execArgv: ['--import', 'tsx', `--max-old-space-size=${HEAP_MEGABYTES}`],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the comparison has ended without a word');
  });
  child.send(wanted);
  const [measured] = (await Promise.race([once(child, 'message'), ended])) as [Measured];
  ended.catch(() => {});
  return measured;
}

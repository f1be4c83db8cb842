import { createHash } from 'node:crypto';
import { crc32, inflateSync } from 'node:zlib';
import { expect } from 'chai';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { weixinClient } from './support/weixin-client.ts';

const PATH = '/wxa/getwxacodeunlimit';
const PAGE = 'pages/web-login/web-login';

describe('getwxacodeunlimit', () => {
  const wechat = useSimulatedWechat();
  const api = () => weixinClient(wechat.simulator);
  const ask = async (content: object): Promise<Response> =>
    fetch(`${wechat.simulator.url}${PATH}?access_token=${await api().token()}`, {
      method: 'POST',
      body: JSON.stringify({ scene: 'a=1', ...content }),
    });
  const pictureOf = async (content: object): Promise<Buffer> => {
    const response = await ask(content);
    expect([response.status, response.headers.get('content-type')]).to.deep.equal([200, 'image/png']);
    return Buffer.from(await response.arrayBuffer());
  };
  const errcodeOf = async (content: object): Promise<unknown> =>
    ((await (await ask(content)).json()) as { errcode: unknown }).errcode;
  const made = async () =>
    (await (await fetch(`${wechat.simulator.url}/_control/mini-program-codes`)).json()) as {
      codes: { scene: string; page: string; at: string }[];
    };

  it('gives a real picture, the same for the same code, and remembers what is in it', async () => {
    const picture = await pictureOf({ page: PAGE });
    expect(await pictureOf({ page: PAGE })).to.deep.equal(picture);
    expect(await pictureOf({ page: PAGE, scene: 'a=2' })).not.to.deep.equal(picture);
    const { size, pixels } = readPng(picture);
    expect(size).to.deep.equal([16, 16]);
    expect(pixels).to.deep.equal(createHash('sha256').update(`${PAGE}?a=1`).digest());
    const { codes } = await made();
    expect(codes.map(({ scene, page }) => `${page}?${scene}`)).to.deep.equal(
      ['a=1', 'a=1', 'a=2'].map((scene) => `${PAGE}?${scene}`),
    );
    await wechat.restart();
    expect(await made()).to.deep.equal({ codes });
  });

  it('takes every character that WeChat allows, and 32 of them', async () => {
    for (const scene of ["!#$&'()*+,/:;=?@-._~", 'z'.repeat(32), '0']) await pictureOf({ scene });
    for (const scene of ['', 'z'.repeat(33), 'a b', '中', 'a%b', 7]) {
      expect(await errcodeOf({ scene }), String(scene)).to.equal(40169);
    }
  });

  it('asks whether the page is released, unless told not to, and takes no page with a slash in front or a query', async () => {
    await wechat.control.put('/mini-program-codes', { pages: ['pages/home/index'] });
    await pictureOf({});
    await pictureOf({ page: 'pages/home/index' });
    expect(await errcodeOf({ page: PAGE })).to.equal(41030);
    await pictureOf({ page: PAGE, check_path: false });
    for (const page of [`/${PAGE}`, `${PAGE}?a=1`])
      expect(await errcodeOf({ page, check_path: false })).to.equal(41030);
  });

  it('makes so many a minute', async () => {
    const { json } = await wechat.control.put('/mini-program-codes', { pages: [], per_minute: 2 });
    expect(json).to.deep.equal({ pages: [], per_minute: 2 });
    await wechat.control.post('/clock/advance', { seconds: 60 });
    for (let nth = 0; nth < 2; nth++) await pictureOf({});
    expect(await errcodeOf({})).to.equal(45009);
    await wechat.control.post('/clock/advance', { seconds: 60 });
    await pictureOf({});
    await wechat.control.put('/mini-program-codes', { per_minute: 5_000 });
  });

  it('is for the mini-program with its token', async () => {
    expect((await api().send('POST', PATH, '{"scene":"a"}'))['errcode']).to.equal(41001);
    expect((await api().send('POST', `${PATH}?access_token=x`, '{"scene":"a"}'))['errcode']).to.equal(40001);
    expect((await api().post(PATH, { scene: 'a' }, 'official'))['errcode']).to.equal(48001);
    const token = await api().token();
    expect((await api().send('POST', `${PATH}?access_token=${token}`, 'scene=a'))['errcode']).to.equal(47001);
  });
});

/** Its width and height, and its pixels, one bit each; every checksum is looked at. */
function readPng(png: Buffer): { size: number[]; pixels: Buffer } {
  expect(png.subarray(0, 8).toString('latin1')).to.equal('\x89PNG\r\n\x1a\n');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const typed = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).to.equal(crc32(typed));
    chunks.set(typed.subarray(0, 4).toString('ascii'), typed.subarray(4));
    at += 12 + length;
  }
  expect([...chunks.keys()]).to.deep.equal(['IHDR', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR') as Buffer;
  const rows = inflateSync(chunks.get('IDAT') as Buffer);
  const pixels = Buffer.concat(Array.from({ length: 16 }, (_, row) => rows.subarray(3 * row + 1, 3 * row + 3)));
  return { size: [header.readUInt32BE(0), header.readUInt32BE(4)], pixels };
}

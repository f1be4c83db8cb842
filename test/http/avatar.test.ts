import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { Person } from '../support/http/actors.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { EXTENDED_WEBP, JPEG, joined, jpegWith, PNG, pngOf, pngWith, WEBP } from '../support/pictures.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const MIB = 1_048_576;
const paddedPng = (length: number): Uint8Array => pngWith('tEXt', new Uint8Array(length - PNG.length - 12));
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('POST /api/v1/me/avatar', () => {
  const system = useTestSystem();
  let person: Person;
  beforeEach(async () => {
    person = await system().actors.aPerson();
  });
  const post = (bytes: Uint8Array | string, type = 'image/png', token: string | undefined = person.token) =>
    system().call('/api/v1/me/avatar', { raw: joined(bytes), token, headers: { 'Content-Type': type } });
  const upload = async (form: FormData, token = person.token) => {
    const made = new Response(form);
    const type = made.headers.get('content-type') ?? '';
    return post(new Uint8Array(await made.arrayBuffer()), type, token);
  };
  const formWith = (...files: Uint8Array[]): FormData => {
    const form = new FormData();
    form.set('user', 'a field');
    for (const [at, file] of files.entries()) form.append(`file${at}`, new Blob([file]), 'C:\\fakepath\\头像.svg');
    return form;
  };
  const remove = (token: string | undefined = person.token) =>
    system().call('/api/v1/me/avatar', { method: 'DELETE', token });
  const shown = async (token = person.token) => (await system().call('/api/v1/me', { token })).json.avatar_url;
  const kept = async () => (await system().knex('identity.avatars').select('sha256')).map(({ sha256 }) => sha256);

  const good: readonly (readonly [string, Uint8Array, string, string])[] = [
    ['a JPEG', JPEG, 'image/jpeg', 'jpg'],
    ['a PNG', PNG, 'image/png', 'png'],
    ['a WebP', EXTENDED_WEBP, 'image/webp', 'webp'],
    ['a picture that says to be another one', JPEG, 'image/png', 'jpg'],
    ['one of exactly 1 MiB', paddedPng(MIB), 'image/png', 'png'],
  ];
  for (const [what, bytes, type, ending] of good) {
    it(`200 for ${what}, which is shown from now on`, async () => {
      const { status, json } = await post(bytes, type);
      expect(status).to.equal(200);
      expect(json).to.include({ id: person.id, avatar_url: `/avatars/${hashOf(bytes)}.${ending}` });
      expect(await shown()).to.equal(json.avatar_url);
    });
  }

  it('200 for the file of a form, as wx.uploadFile sends it, whatever it is called', async () => {
    const { status, json } = await upload(formWith(WEBP));
    expect([status, json.avatar_url]).to.deep.equal([200, `/avatars/${hashOf(WEBP)}.webp`]);
    expect((await upload(formWith(paddedPng(MIB)))).status).to.equal(200);
  });

  const heads: Readonly<Record<string, string>> = {
    'with the headers that OkHttp adds':
      'form-data; name="f"; filename="a"\r\nContent-Type: image/png\r\nContent-Length: 104',
    'without quotes': 'form-data; name=f; filename=a.png',
    'without blanks, the other way round': 'form-data;filename="a.png";name="f"',
    'with a name in UTF-8': `form-data; name="f"; filename="a"; filename*=UTF-8''%e5%a4%b4.png`,
  };
  for (const [what, head] of Object.entries(heads)) {
    it(`200 for a form ${what}, with something before and after it`, async () => {
      const form = joined(`pre\r\n--xx\r\nContent-Disposition: ${head}\r\n\r\n`, PNG, '\r\n--xx--\r\nepilogue');
      expect((await post(form, 'multipart/form-data; boundary=xx')).json.avatar_url).to.equal(
        `/avatars/${hashOf(PNG)}.png`,
      );
    });
  }

  it('200 keeps one picture per content, as long as anybody shows it', async () => {
    const [other, picture] = [await system().actors.aPerson(), jpegWith(0xfe, 'shared')];
    await post(picture, 'image/jpeg');
    await post(picture, 'image/jpeg', other.token);
    expect((await kept()).filter((hash) => hash === hashOf(picture))).to.have.length(1);
    await post(PNG);
    expect(await kept()).to.include(hashOf(picture));
    await remove(other.token);
    expect(await kept()).not.to.include(hashOf(picture));
  });

  it('200 is noted with the hashes', async () => {
    await post(PNG);
    await post(WEBP);
    const deeds = await system().knex('audit.events').where({ action: 'user.avatar_changed' }).orderBy('id', 'desc');
    expect(deeds[0]).to.deep.include({ before: { avatar: hashOf(PNG) }, after: { avatar: hashOf(WEBP) } });
  });

  it('200 for people who exchange their pictures at once, over and over: nobody waits for ever, no picture is lost', async () => {
    const other = await system().actors.aPerson();
    const [a, b] = [jpegWith(0xfe, 'a'), jpegWith(0xfe, 'b')];
    for (let round = 0; round < 4; round++) {
      const [mine, his] = round % 2 ? [a, b] : [b, a];
      const answers = await Promise.all([post(mine, 'image/jpeg'), post(his, 'image/jpeg', other.token)]);
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
      for (const token of [person.token, other.token]) {
        expect((await system().call(await shown(token))).status).to.equal(200);
      }
    }
  });

  const refused: readonly (readonly [
    string,
    Uint8Array | string,
    [number, 'avatar_type' | 'avatar_broken' | 'avatar_dimensions'],
  ])[] = [
    ['an SVG that says to be a PNG', SVG, [415, 'avatar_type']],
    ['a page that says to be a PNG', '<!doctype html><script>alert(1)</script>', [415, 'avatar_type']],
    ['nothing', '', [415, 'avatar_type']],
    ['a picture with a page behind it', joined(PNG, '<html>'), [422, 'avatar_broken']],
    ['a picture with a page in it', jpegWith(0xfe, SVG), [422, 'avatar_broken']],
    ['half a picture', JPEG.subarray(0, 200), [422, 'avatar_broken']],
    ['a picture of 4097 pixels', pngOf(4_097, 1), [422, 'avatar_dimensions']],
  ];
  for (const [what, bytes, [status, code]] of refused) {
    it(`${status} for ${what}, sent either way; the old picture stays`, async () => {
      await post(WEBP, 'image/webp');
      const before = [await shown(), await kept()];
      expectProblem(await post(bytes), [status, code, 'zh']);
      expectProblem(await upload(formWith(joined(bytes))), [status, code, 'zh']);
      expect([await shown(), await kept()]).to.deep.equal(before);
    });
  }

  for (const type of [
    'image/svg+xml',
    'text/html',
    'application/octet-stream',
    'image/*',
    'application/x-www-form-urlencoded',
  ]) {
    it(`415 for a picture that comes as ${type}`, async () => {
      expectProblem(await post(PNG, type), [415, 'avatar_type', 'zh']);
    });
  }

  it('415 for JSON', async () => {
    const answer = await system().call('/api/v1/me/avatar', {
      body: { url: 'https://example.com' },
      token: person.token,
    });
    expectProblem(answer, [415, 'avatar_type', 'zh']);
  });

  it('413 for a byte more than 1 MiB, sent either way', async () => {
    expectProblem(await post(paddedPng(MIB + 1)), [413, 'avatar_too_large', 'zh']);
    expectProblem(await upload(formWith(paddedPng(MIB + 1))), [413, 'avatar_too_large', 'zh']);
    expectProblem(await upload(formWith(paddedPng(2 * MIB))), [413, 'avatar_too_large', 'zh']);
  });

  it('415 for a compressed body', async () => {
    const headers = { 'Content-Type': 'image/png', 'Content-Encoding': 'gzip' };
    const answer = await system().call('/api/v1/me/avatar', { raw: joined(PNG), token: person.token, headers });
    expectProblem(answer, [415, 'unsupported_encoding', 'zh']);
  });

  const multipart = 'multipart/form-data; boundary=xx';
  const forms: Readonly<Record<string, readonly [string, string]>> = {
    'without a boundary': ['multipart/form-data', '--xx--'],
    'without an end': [multipart, '--xx\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nabc'],
    'without a file': [multipart, '--xx\r\nContent-Disposition: form-data; name="f"\r\n\r\nabc\r\n--xx--\r\n'],
    'of nothing': [multipart, ''],
  };
  for (const [what, [type, body]] of Object.entries(forms)) {
    it(`400 for a form ${what}`, async () => {
      expectProblem(await post(body, type), [400, 'invalid_request', 'zh'], ['errors']);
    });
  }

  it('400 for a form with two files', async () => {
    expectProblem(await upload(formWith(PNG, JPEG)), [400, 'invalid_request', 'zh'], ['errors']);
  });

  it('429 beyond ten changes a day', async () => {
    for (let times = 0; times < 10; times++) await post(times % 2 ? PNG : JPEG);
    const answer = await post(WEBP);
    expectProblem(answer, [429, 'profile_changes_too_frequent', 'zh']);
    expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 86_400);
    expect((await remove()).status).to.equal(200);
  });

  it('401 without a session, and nothing is kept', async () => {
    const before = await kept();
    const headers = { 'Content-Type': 'image/png' };
    expectProblem(await system().call('/api/v1/me/avatar', { raw: joined(PNG), headers }), [
      401,
      'session_missing',
      'zh',
    ]);
    expectProblem(await post(paddedPng(MIB), 'image/png', `hss_${'0'.repeat(64)}`), [401, 'session_unknown', 'zh']);
    expect(await kept()).to.deep.equal(before);
  });

  describe('DELETE', () => {
    it('200 shows none, and the picture is gone', async () => {
      const { avatar_url } = (await post(jpegWith(0xfe, 'to be gone'), 'image/jpeg')).json;
      const { status, json } = await remove();
      expect([status, json.avatar_url]).to.deep.equal([200, null]);
      expectProblem(await system().call(avatar_url), [404, 'unknown_avatar', 'zh']);
      expect((await remove()).status).to.equal(200);
    });

    it('401 without a session', async () => {
      const answer = await system().call('/api/v1/me/avatar', { method: 'DELETE' });
      expectProblem(answer, [401, 'session_missing', 'zh']);
    });
  });
});

describe('GET /avatars/:name', () => {
  const system = useTestSystem();
  let url: string;
  before(async () => {
    const { token } = await system().actors.aPerson();
    const headers = { 'Content-Type': 'image/webp' };
    url = (await system().call('/api/v1/me/avatar', { raw: joined(WEBP), token, headers })).json.avatar_url;
  });

  it('200 for everybody, byte for byte, to be kept for ever and taken for nothing but a picture', async () => {
    const res = await fetch(`${system().url}${url}`);
    expect(res.status).to.equal(200);
    expect(new Uint8Array(await res.arrayBuffer())).to.deep.equal(WEBP);
    expect(Object.fromEntries(res.headers)).to.include({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      etag: `"${hashOf(WEBP)}"`,
    });
  });

  it('304 for whoever has it', async () => {
    // Without the second one, `fetch` asks for an answer that is no 304.
    const headers = { 'If-None-Match': `"${hashOf(WEBP)}"`, 'Cache-Control': 'max-age=0' };
    const { status, text } = await system().call(url, { headers });
    expect([status, text]).to.deep.equal([304, '']);
  });

  it('200 to HEAD, without the picture', async () => {
    const res = await fetch(`${system().url}${url}`, { method: 'HEAD' });
    expect([res.status, res.headers.get('content-length')]).to.deep.equal([200, String(WEBP.length)]);
  });

  const unknown = [
    '0'.repeat(64),
    `${'0'.repeat(64)}.jpg`,
    '..%2f..%2fetc%2fpasswd',
    `${hashOf(WEBP)}.jpg`,
    `${hashOf(WEBP)}.svg`,
  ];
  for (const name of [...unknown, hashOf(WEBP), hashOf(WEBP).toUpperCase()]) {
    it(`404 for ${name.slice(-12)}, not to be kept`, async () => {
      const answer = await system().call(`/avatars/${name}`);
      expectProblem(answer, [404, 'unknown_avatar', 'zh']);
      expect(answer.headers.get('cache-control')).to.equal('no-store');
    });
  }

  it('404 for the folder itself', async () => {
    expect((await system().call('/avatars')).status).to.equal(404);
  });
});

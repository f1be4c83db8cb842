import { expect } from 'chai';
import { createClient } from '../../miniprogram/app/api/client.ts';
import type { Answer, Phone, Sent, SentFile } from '../../miniprogram/app/api/ports.ts';
import { SignedOutError } from '../../miniprogram/app/api/problems.ts';

/** A phone that keeps what is stored, and notes what is sent. */
function aPhone(answers: (path: string) => Answer = () => ({ status: 200, body: {} })) {
  const kept = new Map<string, string>();
  const sent: string[] = [];
  const uploads: SentFile[] = [];
  let logins = 0;
  const send = async ({ url, method, headers }: Sent): Promise<Answer> => {
    const path = new URL(url).pathname.replace('/api/v1', '');
    sent.push(`${method} ${path} ${headers['Authorization'] ?? ''}`.trim());
    if (path !== '/session' || method !== 'POST') return answers(path);
    logins += 1;
    return { status: 201, body: { token: `token-${logins}` } };
  };
  const upload = async (file: SentFile): Promise<Answer> => {
    uploads.push(file);
    return file.headers['Authorization'] === 'Bearer token-1' ? { status: 401, body: {} } : { status: 200, body: {} };
  };
  const phone: Phone = {
    ...{ send, upload, platform: () => 'android', device: () => 'Pixel 9', loginCode: async () => 'code' },
    storage: {
      read: (key) => kept.get(key) ?? '',
      write: (key, value) => void kept.set(key, value),
      remove: (key) => void kept.delete(key),
    },
  };
  return { phone, sent, uploads };
}

describe('退出登录', () => {
  it('asks the server nothing more, until the user enters again', async () => {
    const { phone, sent } = aPhone();
    const client = createClient(phone);
    await client.get('/me');
    client.leave();
    const error = await client.get('/me').catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(SignedOutError);
    expect(sent).to.deep.equal(['POST /session', 'GET /me Bearer token-1']);
    client.enter();
    await client.get('/me');
    expect(sent.slice(2)).to.deep.equal(['POST /session', 'GET /me Bearer token-2']);
  });

  it('still holds when the mini-program is opened again', async () => {
    const { phone, sent } = aPhone();
    createClient(phone).leave();
    const error = await createClient(phone)
      .get('/me')
      .catch((thrown: unknown) => thrown);
    expect([error instanceof SignedOutError, sent]).to.deep.equal([true, []]);
  });
});

describe('an upload', () => {
  it('signs in again where the session has ended, and sends the file once more', async () => {
    const { phone, uploads } = aPhone();
    await createClient(phone).upload('/me/avatar', 'wxfile://tmp/1.png');
    expect(uploads.map(({ headers, filePath }) => [headers['Authorization'], filePath])).to.deep.equal([
      ['Bearer token-1', 'wxfile://tmp/1.png'],
      ['Bearer token-2', 'wxfile://tmp/1.png'],
    ]);
  });
});

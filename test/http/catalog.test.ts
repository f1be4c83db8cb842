import { expect } from 'chai';
import { INSTANT } from '../support/http/dates.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('GET /api/v1/packages', () => {
  const system = useTestSystem();
  const packages = async () => (await system().call('/api/v1/packages')).json.packages;

  it('200 shows what the mini-program sells, to everybody, in the order of the operator', async () => {
    const { status, json } = await system().call('/api/v1/packages');
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('packages');
    expect(json.packages.map(({ code }: { code: string }) => code)).to.deep.equal([
      'points-10',
      'points-50',
      'points-300',
    ]);
    for (const { id, points_expire_at, ...same } of json.packages) {
      expect(id).to.match(/^pkg_[0-9a-f]{32}$/);
      expect(points_expire_at).to.match(INSTANT);
      expect(same).to.have.all.keys('code', 'name', 'description', 'price_fen', 'points', 'bonus_points', 'hot');
    }
    expect(json.packages[2]).to.include({
      name: '300元=4000积分',
      price_fen: 30_000,
      points: 4_000,
      bonus_points: 200,
    });
  });

  it('leaves out a package that was switched off', async () => {
    const table = system().knex('catalog.packages');
    await table.clone().where({ code: 'points-10' }).update({ enabled: false });
    expect((await packages()).map(({ code }: { code: string }) => code)).to.deep.equal(['points-50', 'points-300']);
  });

  it('leaves out a package outside its sale', async () => {
    const yesterday = new Date(Date.now() - 86_400_000);
    await system().knex('catalog.packages').where({ code: 'points-50' }).update({ sale_ends_at: yesterday });
    expect((await packages()).map(({ code }: { code: string }) => code)).not.to.include('points-50');
  });
});

describe('GET /api/v1/apis', () => {
  const system = useTestSystem();

  it('200 shows every API with its price and state', async () => {
    await system().knex('catalog.sold_apis').where({ code: 'text.moderate' }).update({
      status: 'maintenance',
      notice: '今晚维护',
    });
    const { status, json } = await system().call('/api/v1/apis');
    expect(status).to.equal(200);
    expect(json).to.deep.equal({
      apis: [
        api('image.recognize', '图片识别', '/v1/images/recognize', 5),
        api('speech.transcribe', '语音转写', '/v1/speech/transcribe', 10),
        { ...api('text.moderate', '文本审核', '/v1/texts/moderate', 1), status: 'maintenance', notice: '今晚维护' },
      ],
    });
  });
});

const api = (code: string, name: string, path: string, pointsPerCall: number) => ({
  ...{ code, name, path, points_per_call: pointsPerCall, status: 'normal', notice: '' },
});

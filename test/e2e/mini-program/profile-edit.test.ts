import { expect } from 'chai';
import type { Screen } from './support/screen.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

const PAGE = '/pages/profile-edit/profile-edit';

describe('编辑资料', () => {
  const app = useMiniProgram();
  afterEach(() => app().system.phone.faults({ seed: 1, rules: [] }));
  const me = async (token: string) => (await app().system.call('/api/v1/me', { token })).json;
  const rename = async (screen: Screen, nickname: string) => {
    await screen.at('nickname').locator('input').fill(nickname);
    await screen.tap('save');
  };
  /** The picture that WeChat gives next is these bytes. */
  const nextPicture = (screen: Screen, bytes: string) =>
    screen.page.evaluate(
      `HTMLCanvasElement.prototype.toBlob = (take) => take(new Blob([${bytes}], { type: 'image/png' }))`,
    );

  async function open(online = true) {
    const person = await app().system.actors.aPerson();
    const screen = await app().open({ person, page: '/pages/profile/profile' });
    await screen.tap('edit-profile');
    await screen.isOn('pages/profile-edit/profile-edit');
    await screen.set({ online });
    return { person, screen };
  }

  it('「仅支持修改昵称，微信头像需重新授权」: the nickname is changed by the form, and 个人中心 shows it', async () => {
    const { person, screen } = await open();
    await screen.sees('仅支持修改昵称，微信头像需重新授权');
    await screen.shoot('profile-edit');
    await rename(screen, ' 小海马🐴 ');
    await screen.isOn('pages/profile/profile');
    await screen.sees('小海马🐴');
    expect((await me(person.token)).nickname).to.equal('小海马🐴');
  });

  it('the avatar comes from WeChat’s own button, is uploaded, and 个人中心 shows it', async () => {
    const { person, screen } = await open();
    await screen.tap('choose-avatar');
    await screen.at('avatar').waitFor();
    await screen.shoot('profile-edit-avatar');
    const { avatar_url: path } = await me(person.token);
    expect(path).to.match(/^\/avatars\//);
    await screen.back();
    await screen.at('avatar').waitFor();
    const loaded = `document.querySelector('[data-testid=avatar]').shadowRoot.querySelector('img').naturalWidth`;
    await screen.page.waitForFunction(`${loaded} === 132`);
    await screen.shoot('profile-avatar');
  });

  for (const nickname of ['', '  ']) {
    it(`tells before sending that 「${nickname}」 is no nickname`, async () => {
      const { screen } = await open();
      await rename(screen, nickname);
      await screen.sees('请输入昵称');
    });
  }

  it('shows that WeChat does not let the nickname pass; the old one stays', async () => {
    const { person, screen } = await open();
    const before = await me(person.token);
    screen.expects(/status of 422/);
    await rename(screen, '诈骗');
    await screen.sees('昵称未通过微信内容安全检查，请换一个昵称');
    await screen.shoot('profile-edit-refused');
    expect(await me(person.token)).to.deep.equal(before);
    await rename(screen, '小海马');
    await screen.isOn('pages/profile/profile');
  });

  it('shows that WeChat cannot check the nickname now', async () => {
    const { screen } = await open();
    await app().system.phone.faults({ seed: 1, rules: [{ on: 'request', fault: 'system_error', path: '/wxa' }] });
    screen.expects(/status of 503/);
    await rename(screen, '小海马');
    await screen.sees('昵称暂时无法审核，未做修改，请稍后重试');
  });

  it('shows that it was changed too often today', async () => {
    const { person, screen } = await open();
    for (let changes = 0; changes < 10; changes++) {
      const body = { nickname: `海马${changes}` };
      await app().system.call('/api/v1/me', { token: person.token, method: 'PUT', body });
    }
    screen.expects(/status of 429/);
    await rename(screen, '小海马');
    await screen.sees('今日修改次数已达上限，请明天再修改昵称或头像');
    await screen.tap('choose-avatar');
    await screen.at('avatar-fault').getByText('今日修改次数已达上限').waitFor();
  });

  it('shows that a picture is too large, or none', async () => {
    const { screen } = await open();
    await nextPicture(screen, 'new Uint8Array(2_000_000)');
    screen.expects(/status of 413/);
    await screen.tap('choose-avatar');
    await screen.sees('图片过大，请选择不超过 1MB 的图片');
    await nextPicture(screen, "'no picture'");
    screen.expects(/status of 4(15|22)/);
    await screen.tap('choose-avatar');
    await screen.sees(/图片(格式|已损坏)/);
  });

  it('offline, nothing is lost: it says so, and 保存 works once there is network', async () => {
    const { screen } = await open(false);
    await screen.tap('choose-avatar');
    await screen.at('avatar-fault').getByText('网络不给力').waitFor();
    await rename(screen, '小海马');
    await screen.at('nickname-fault').getByText('网络不给力').waitFor();
    expect(await screen.at('nickname').locator('input').inputValue()).to.equal('小海马');
    await screen.set({ online: true });
    await screen.tap('save');
    await screen.isOn('pages/profile/profile');
    await screen.sees('小海马');
  });

  it('opened without network, it says so, and comes back by 重试', async () => {
    const screen = await app().open({ page: PAGE, online: false });
    await screen.sees('网络不给力');
    await screen.set({ online: true });
    await screen.tap('retry');
    await screen.sees('仅支持修改昵称');
  });

  it('bears large letters', async () => {
    const screen = await app().open({ page: PAGE, fontSize: 23 });
    await screen.sees('仅支持修改昵称');
    expect(await screen.overflow()).to.equal(0);
    await screen.shoot('profile-edit-large-letters');
  });
}).timeout(60_000);

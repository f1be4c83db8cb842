import { readMe } from '../../api/account';
import { ApiProblem, textOf } from '../../api/problems';
import { avatarOf, changeProfile, uploadAvatar } from '../../api/profile';
import { definePage } from '../../base/define-page';
import { goBack } from '../../base/go-back';
import { NICKNAME_LONGEST, nicknameFault } from '../../shared/nickname';

type Submitted = WechatMiniprogram.FormSubmit<{ nickname?: string }>;
type Chosen = WechatMiniprogram.CustomEvent<{ avatarUrl: string }>;

definePage({
  data: { avatar: '', nickname: '', longest: NICKNAME_LONGEST, fault: '', avatarFault: '', saving: false },
  async load() {
    const me = await readMe();
    this.setData({ avatar: avatarOf(me), nickname: me.nickname });
  },
  /** WeChat gives a picture that the user has chosen; it is shown to everybody only once the server has it. */
  async onChooseAvatar({ detail: { avatarUrl } }: Chosen) {
    if (this.data.saving) return;
    this.setData({ saving: true, avatarFault: '' });
    try {
      this.setData({ avatar: avatarOf(await uploadAvatar(avatarUrl)) });
      void wx.showToast({ title: '头像已更新', icon: 'success' });
    } catch (error) {
      this.setData({ avatarFault: faultOf(error) });
    } finally {
      this.setData({ saving: false });
    }
  },
  /** The form's value: what WeChat's keyboard fills in is no input of the user's. */
  async onSubmit({ detail: { value } }: Submitted) {
    const nickname = (value.nickname ?? '').trim();
    const fault = nicknameFault(nickname);
    this.setData({ fault });
    if (fault || this.data.saving) return;
    this.setData({ saving: true });
    try {
      await changeProfile({ nickname });
      await wx.showToast({ title: '已保存', icon: 'success' });
      await goBack('/pages/profile/profile');
    } catch (error) {
      this.setData({ fault: faultOf(error) });
    } finally {
      this.setData({ saving: false });
    }
  },
  onInput() {
    if (this.data.fault) this.setData({ fault: '' });
  },
});

/** The server says what it does not like, and what to do about it. */
const faultOf = (error: unknown): string =>
  error instanceof ApiProblem ? `${error.title}，${error.detail}` : textOf(error);

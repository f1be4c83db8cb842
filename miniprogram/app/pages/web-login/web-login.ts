import { answerWebLogin, lookAtWebLogin } from '../../api/account';
import { ApiProblem } from '../../api/problems';
import { definePage, tell } from '../../base/define-page';
import { dateTime } from '../../shared/dates';
import { empty, READY } from '../../shared/view';

/** Where the code on a web page leads to: is it you who wants to sign in there? */
definePage({
  data: { scene: '', deviceText: '', confirmed: false, answering: false },
  onLoad({ scene = '' }) {
    this.setData({ scene: decodeURIComponent(scene) });
  },
  async load() {
    if (!this.data.scene) return empty('请扫描网页上的二维码', '在网页上选择微信登录，即可看到二维码');
    const ticket = await lookAtWebLogin(this.data.scene);
    const device = ticket.device ?? '浏览器';
    this.setData({
      deviceText: `${device}，${dateTime(ticket.created_at)}`,
      confirmed: ticket.status === 'confirmed',
    });
    return READY;
  },
  async answer(confirm: boolean): Promise<boolean> {
    if (this.data.answering) return false;
    this.setData({ answering: true });
    try {
      await answerWebLogin(this.data.scene, confirm);
      return true;
    } catch (error) {
      tell(error);
      // Too late, or used: the page says which.
      if (error instanceof ApiProblem) await this.refresh();
      return false;
    } finally {
      this.setData({ answering: false });
    }
  },
  async onConfirm() {
    if (await this.answer(true)) this.setData({ confirmed: true });
  },
  async onRefuse() {
    if (await this.answer(false)) this.onHome();
  },
  onHome() {
    void wx.switchTab({ url: '/pages/home/home' });
  },
});

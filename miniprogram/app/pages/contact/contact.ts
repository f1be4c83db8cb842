import { definePage } from '../../base/define-page';
import { contactTopic } from '../../shared/contact-topic';
import { OPERATOR_EMAIL } from '../../shared/texts/operator';

definePage({
  data: { topic: contactTopic(undefined), session: 'service', email: OPERATOR_EMAIL },
  onLoad({ topic }) {
    this.setData({ topic: contactTopic(topic), session: topic ?? 'service' });
    void wx.setNavigationBarTitle({ title: this.data.topic.title });
  },
  onCopyEmail() {
    void wx.setClipboardData({ data: this.data.email });
  },
  onFaq() {
    void wx.navigateTo({ url: '/pages/faq/faq' });
  },
});

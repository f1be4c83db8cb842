export type ContactTopic = { readonly title: string; readonly text: string; readonly hint: string };

const SERVICE: ContactTopic = {
  title: '联系客服',
  text: '遇到积分、调用、发票或账号问题，请联系在线客服',
  hint: '请勿向任何人发送完整的 API Key；涉及订单的问题，请提供订单号',
};
const PARTNERS: ContactTopic = {
  title: '开发者合作',
  text: '希望上架您的 API、批量接入或技术合作，请联系我们',
  hint: '请说明您的团队、希望合作的接口和预计调用量',
};

/** By the `topic` in the address of the page. */
export const contactTopic = (topic: string | undefined): ContactTopic => (topic === 'partners' ? PARTNERS : SERVICE);

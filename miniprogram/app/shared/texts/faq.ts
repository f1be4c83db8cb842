export type Faq = {
  readonly question: string;
  readonly answer: string;
  /** Says something of buying: it is not shown where nothing is sold. */
  readonly ofBuying?: true;
};

const ALL: readonly Faq[] = [
  {
    question: '积分是什么，怎么扣除？',
    answer:
      '积分用于抵扣 API 调用。每次调用成功后，按“文档中心”公布的单价扣除；调用被拒绝不扣积分，调用失败已扣的积分会退回。每一笔扣除都可以在“积分消耗记录”中查到。',
  },
  {
    question: '积分的有效期怎么算？',
    answer:
      '每一笔积分都有自己的有效期，到期日以到账时显示的日期为准，当天 24:00（北京时间）前均可使用。系统优先扣除最先到期的积分，到期未用完的部分自动失效。',
  },
  {
    question: '可以退款吗？',
    answer: '虚拟商品不支持退款，请在支付前确认套餐内容。如遇重复扣款、支付后未到账等异常，请联系客服处理。',
    ofBuying: true,
  },
  {
    question: '支付成功但积分没有到账？',
    answer:
      '到账通常只需几秒。请在“购买记录”中打开该订单，点击“我已支付”让系统向微信核对；如仍未到账，请携带订单号联系客服。',
    ofBuying: true,
  },
  {
    question: 'API Key 关闭页面后还能再看吗？',
    answer:
      '不能。完整的 Key 只在生成时显示一次，我们也不保存它。如果没有保存，请对该 Key 进行轮换，或删除后重新生成。',
  },
  {
    question: 'API Key 泄露了怎么办？',
    answer:
      '请立即在“API Key”页面禁用该 Key，禁用即时生效；再轮换出新的 Key 替换到您的服务中。建议为 Key 设置 IP 白名单、权限范围和每日积分上限。',
  },
  {
    question: '调用为什么被拒绝？',
    answer:
      '常见原因有 Key 已禁用或已过期、无该接口权限、IP 不在白名单内、超过频率或积分上限、积分不足。“API调用日志”会写明每次被拒绝的原因，“文档中心”列出了全部错误码。',
  },
  {
    question: '怎样申请发票？',
    answer:
      '在“发票管理”中点击“申请开票”，选择已支付的订单和抬头即可，电子发票会发送到您填写的邮箱。每个订单可开票一次，可开票金额为实际支付且未退回的金额；开具前可以取消申请。',
  },
  {
    question: '发票抬头填错了怎么办？',
    answer: '发票开具前，可以取消申请、修改抬头后重新申请；已经开具的，请联系客服处理。',
  },
  {
    question: '怎样注销账号？',
    answer:
      '在“设置 - 账号注销”中按步骤操作。注销前请用完或放弃剩余积分，并等待进行中的订单、调用和发票完结；提交后在撤销期内可以撤销。',
  },
];

export const faqs = (sells: boolean): readonly Faq[] => ALL.filter(({ ofBuying }) => sells || !ofBuying);

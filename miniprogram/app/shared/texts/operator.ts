// To be filled in before the release: who runs this mini-program, and how to reach him. The brackets show on the pages until then.

/** As in the business licence, and as registered with WeChat. */
export const OPERATOR = '【运营主体】';
export const OPERATOR_ADDRESS = '【联系地址】';
export const OPERATOR_EMAIL = '【联系邮箱】';
/** From when the texts count. */
export const EFFECTIVE_FROM = '【生效日期】';

export const signatureScheme = 'WECHATPAY2-SHA256-RSA2048';

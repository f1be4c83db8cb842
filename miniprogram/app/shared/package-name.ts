/** Names of packages may say their price: `50元=600积分`. */
export const nameShown = (name: string, sells: boolean): string =>
  sells ? name : name.replace(/\d+(\.\d+)?元[=＝]?/g, '').trim() || '积分套餐';

export const PRODUCT_TYPES = ['points', 'package'] as const;
export type ProductType = (typeof PRODUCT_TYPES)[number];

/** What packages belong to; people see it as a heading, and operators switch its packages off all at once. */
export type Product = {
  /** Unique: a catalog file is applied by code. */
  readonly code: string;
  readonly name: string;
  /** 积分 or 套餐. */
  readonly type: ProductType;
  readonly description: string;
  readonly sort: number;
  /** A product that is switched off sells none of its packages. */
  readonly enabled: boolean;
};

/** There from the first migration on: packages that name no product belong to it. */
export const DEFAULT_PRODUCT: Product = {
  code: 'points',
  name: '积分',
  type: 'points',
  description: '',
  sort: 0,
  enabled: true,
};

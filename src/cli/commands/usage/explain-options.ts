import type { IpAddress } from '../../../domain/keyvault/network.ts';

export type ExplainOptions = {
  readonly key?: string;
  readonly service?: string;
  readonly api?: string;
  readonly quantity: number;
  readonly ip?: IpAddress;
  readonly since: (now: Date) => Date;
};

import type { ServiceId } from '../shared/ids.ts';

/** A backend service that may use the internal API. */
export type Service = {
  readonly id: ServiceId;
  readonly name: string;
  readonly hint: string;
  readonly enabled: boolean;
  readonly createdAt: Date;
};

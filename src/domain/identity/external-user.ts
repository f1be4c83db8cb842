import type { ServiceId, UserId } from '../shared/ids.ts';

export const EXTERNAL_ID_MAX_LENGTH = 128;

/** A user of a sister product, by the id that its backend service gave him. */
export type ExternalUser = {
  readonly serviceId: ServiceId;
  /** Taken as it is: `a` and `A` are two users. */
  readonly externalId: string;
  readonly userId: UserId;
  readonly createdAt: Date;
};

/** Port. */
export interface ExternalUsers {
  /** One at a time per id of a service: until the transaction ends, others who call this for it wait. */
  lock(serviceId: ServiceId, externalId: string): Promise<void>;
  /** No service finds what another one has mapped. */
  find(serviceId: ServiceId, externalId: string): Promise<UserId | null>;
  add(mapping: ExternalUser): Promise<void>;
  removeAllOf(userId: UserId): Promise<void>;
}

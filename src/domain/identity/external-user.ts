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

/** `after` is what the page before has given as `next`; null is the first page. */
export type UserPageWish = { readonly after: UserId | null; readonly limit: number };
/** `next` null: the last page. One user may be on several. */
export type UserPage = { readonly userIds: readonly UserId[]; readonly next: UserId | null };

/** Port. */
export interface ExternalUsers {
  /** One at a time per id of a service: until the transaction ends, others who call this for it wait. */
  lock(serviceId: ServiceId, externalId: string): Promise<void>;
  /** No service finds what another one has mapped. */
  find(serviceId: ServiceId, externalId: string): Promise<UserId | null>;
  add(mapping: ExternalUser): Promise<void>;
  /** Those that lead to this user, also by way of one who was merged into him; the oldest first. */
  listOf(userId: UserId): Promise<ExternalUser[]>;
  /** Whom these services have mapped, as they are by now, as far as they are active; page by page. */
  listMapped(serviceIds: readonly ServiceId[], page: UserPageWish): Promise<UserPage>;
  removeAllOf(userId: UserId): Promise<void>;
}

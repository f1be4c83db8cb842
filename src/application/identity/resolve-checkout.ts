import type { QuoteOutcome } from '../../domain/catalog/quote.ts';
import type { PackageId, ServiceId, UserId } from '../../domain/shared/ids.ts';
import { quoterFor } from '../catalog/quoter.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { findWithin } from './map-external-user.ts';
import { presentUser } from './present-user.ts';

export type ResolveNeeds =
  | 'externalUsers'
  | 'users'
  | 'closings'
  | 'products'
  | 'packages'
  | 'promotions'
  | 'orders'
  | 'clock';
/** What a service asks for. */
export type CheckoutWish = {
  readonly user: { readonly externalId: string } | { readonly userId: UserId };
  readonly package: { readonly id: PackageId } | { readonly code: string } | null;
  readonly returnUrl: string | null;
  readonly metadata: Readonly<Record<string, string>>;
};
type Resolved = { readonly kind: 'resolved'; readonly userId: UserId; readonly packageId: PackageId | null };
export type CheckoutRefusal =
  | { readonly kind: 'unknown_user' }
  /** Deleted, or about to be. */
  | { readonly kind: 'user_leaving' }
  | { readonly kind: 'unknown_package' }
  | Exclude<QuoteOutcome, { kind: 'quoted' }>;

/** Who is to buy what, if he can: what would be refused at the checkout is refused to the service that opens it. */
export async function resolveCheckout(
  stores: Pick<Stores, ResolveNeeds>,
  serviceId: ServiceId,
  { user: named, package: wanted }: CheckoutWish,
): Promise<Resolved | CheckoutRefusal> {
  const user =
    'externalId' in named
      ? await findWithin(stores, serviceId, named.externalId)
      : await presentUser(stores.users, named.userId);
  if (!user) return { kind: 'unknown_user' };
  if (user.status !== 'active') return { kind: 'user_leaving' };
  if (!wanted) return { kind: 'resolved', userId: user.id, packageId: null };
  return resolvePackage(stores, user.id, wanted);
}

async function resolvePackage(
  stores: Pick<Stores, ResolveNeeds>,
  userId: UserId,
  wanted: NonNullable<CheckoutWish['package']>,
): Promise<Resolved | CheckoutRefusal> {
  const offer = (await stores.packages.list()).find((each) =>
    'id' in wanted ? each.id === wanted.id : each.code === wanted.code,
  );
  if (!offer) return { kind: 'unknown_package' };
  const quote = await quoterFor(stores, { userId, storefront: 'web' }, await stores.clock.now());
  const quoted = await quote(offer);
  return quoted.kind === 'quoted' ? { kind: 'resolved', userId, packageId: offer.id } : quoted;
}

import type { QuoteOutcome } from '../../domain/catalog/quote.ts';
import { mayReturnTo } from '../../domain/keyvault/return-origin.ts';
import type { Service } from '../../domain/keyvault/service.ts';
import type { PackageId, UserId } from '../../domain/shared/ids.ts';
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
type NamedPackage = { readonly id: PackageId } | { readonly code: string };
/** What a service asks for. */
export type CheckoutWish = {
  readonly user: { readonly externalId: string } | { readonly userId: UserId };
  /** Null: whatever the web sells. */
  readonly packages: readonly NamedPackage[] | null;
  readonly successUrl: string | null;
  readonly cancelUrl: string | null;
  readonly metadata: Readonly<Record<string, string>>;
};
/** Who asks. */
export type CheckoutService = Pick<Service, 'id' | 'returnOrigins'>;
type Resolved = {
  readonly kind: 'resolved';
  readonly userId: UserId;
  readonly packageIds: readonly PackageId[] | null;
};
export type CheckoutRefusal =
  | { readonly kind: 'unknown_user' }
  /** Deleted, or about to be. */
  | { readonly kind: 'user_leaving' }
  /** To an origin that is not on the list of the service. */
  | { readonly kind: 'return_url_not_allowed' }
  | { readonly kind: 'unknown_package' }
  | Exclude<QuoteOutcome, { kind: 'quoted' }>;

/** Who is to buy what, if he can: what would be refused at the checkout is refused to the service that opens it. */
export async function resolveCheckout(
  stores: Pick<Stores, ResolveNeeds>,
  service: CheckoutService,
  { user: named, packages, successUrl, cancelUrl }: CheckoutWish,
): Promise<Resolved | CheckoutRefusal> {
  const user =
    'externalId' in named
      ? await findWithin(stores, service.id, named.externalId)
      : await presentUser(stores.users, named.userId);
  if (!user) return { kind: 'unknown_user' };
  if (user.status !== 'active') return { kind: 'user_leaving' };
  const waysBack = [successUrl, cancelUrl].filter((url) => url !== null);
  if (!waysBack.every((url) => mayReturnTo(service.returnOrigins, url))) return { kind: 'return_url_not_allowed' };
  return resolvePackages(stores, user.id, packages);
}

/** Each has to be for sale to this user: one that is not is a mistake of the service, which hears of it. */
async function resolvePackages(
  stores: Pick<Stores, ResolveNeeds>,
  userId: UserId,
  wanted: readonly NamedPackage[] | null,
): Promise<Resolved | CheckoutRefusal> {
  if (wanted === null) return { kind: 'resolved', userId, packageIds: null };
  const offers = await stores.packages.list();
  const quote = await quoterFor(stores, { userId, storefront: 'web' }, await stores.clock.now());
  const packageIds = new Set<PackageId>();
  for (const named of wanted) {
    const offer = offers.find(({ id, code }) => ('id' in named ? id === named.id : code === named.code));
    if (!offer) return { kind: 'unknown_package' };
    const quoted = await quote(offer);
    if (quoted.kind !== 'quoted') return quoted;
    packageIds.add(offer.id);
  }
  return { kind: 'resolved', userId, packageIds: [...packageIds] };
}

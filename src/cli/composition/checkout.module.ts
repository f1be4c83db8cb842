import { ContainerModule } from 'inversify';
import { findExternalUser } from '../../application/identity/find-external-user.ts';
import { findWayBack } from '../../application/identity/find-way-back.ts';
import { mapExternalUser } from '../../application/identity/map-external-user.ts';
import { openCheckout } from '../../application/identity/open-checkout.ts';
import { placeOrderInCheckout } from '../../application/identity/place-order-in-checkout.ts';
import { readCheckout } from '../../application/identity/read-checkout.ts';
import { readOwnCheckout } from '../../application/identity/read-own-checkout.ts';
import { Parts, Tokens } from './tokens.ts';

/** Users of sister products, and the checkouts that are opened for them. */
export const checkoutModule = new ContainerModule(({ bind }) => {
  bind(Tokens.mapExternalUser).toResolvedValue((uow, ids) => mapExternalUser({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.findExternalUser).toResolvedValue((uow) => findExternalUser({ uow }), [Parts.uow]);
  bind(Tokens.openCheckout).toResolvedValue(
    (uow, ids, secrets, serviceSeal) => openCheckout({ uow, ids, secrets, serviceSeal }),
    [Parts.uow, Parts.ids, Parts.secrets, Parts.serviceSeal],
  );
  bind(Tokens.readCheckout).toResolvedValue((uow) => readCheckout({ uow }), [Parts.uow]);
  bind(Tokens.readOwnCheckout).toResolvedValue((uow) => readOwnCheckout({ uow }), [Parts.uow]);
  bind(Tokens.findWayBack).toResolvedValue((uow, secrets) => findWayBack({ uow, secrets }), [Parts.uow, Parts.secrets]);
  bind(Tokens.placeOrderInCheckout).toResolvedValue(
    (uow, placeOrder) => placeOrderInCheckout({ uow, placeOrder }),
    [Parts.uow, Tokens.placeOrder],
  );
});

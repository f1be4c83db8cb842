import { Container, type ServiceIdentifier } from 'inversify';
import { catalogModule } from './catalog.module.ts';
import { checkoutModule } from './checkout.module.ts';
import { closingModule } from './closing.module.ts';
import { identityModule } from './identity.module.ts';
import { invoicesModule } from './invoices.module.ts';
import { keyvaultModule } from './keyvault.module.ts';
import { ledgerModule } from './ledger.module.ts';
import { noticesModule } from './notices.module.ts';
import { orderingModule } from './ordering.module.ts';
import { reconciliationModule } from './reconciliation.module.ts';
import { refundsModule } from './refunds.module.ts';
import { Parts, Tokens } from './tokens.ts';
import { webhooksModule } from './webhooks.module.ts';

type Valued<Map> = { readonly [Name in keyof Map]: Map[Name] extends ServiceIdentifier<infer T> ? T : never };
/** What `compose` needs: a value for each token of `Parts`. */
export type OuterParts = Valued<typeof Parts>;
/** Every use case, by name, and the sweeps. */
export type Application = Valued<typeof Tokens>;

/** Builds the application out of its outer parts. The only place that knows how the use cases hang together. */
export function compose(parts: OuterParts): Application {
  const container = new Container({ defaultScope: 'Singleton' });
  for (const name of Object.keys(Parts) as (keyof OuterParts)[]) {
    container.bind(Parts[name] as ServiceIdentifier<unknown>).toConstantValue(parts[name]);
  }
  container.load(
    identityModule,
    checkoutModule,
    noticesModule,
    closingModule,
    catalogModule,
    orderingModule,
    refundsModule,
    reconciliationModule,
    invoicesModule,
    ledgerModule,
    keyvaultModule,
    webhooksModule,
  );
  const entries = Object.entries(Tokens).map(([name, token]) => [name, container.get(token as ServiceIdentifier)]);
  return Object.fromEntries(entries) as Application;
}

import { type Check, fail, failInProduction, ok, warn } from '../check.ts';

/** How browsers reach us, and whom we believe about where they come from. */
export const addresses: Check = {
  name: 'addresses',
  look: ({ config: { publicUrl, trustedProxies, production } }) => {
    if (trustedProxies.some((network) => network.endsWith('/0'))) {
      return fail('TRUSTED_PROXIES believes everybody', 'name the proxy’s own addresses only');
    }
    if (publicUrl === null)
      return failInProduction(production, 'no PUBLIC_URL: addresses of pages name where we listen', 'set PUBLIC_URL');
    if (!publicUrl.startsWith('https:'))
      return failInProduction(production, `${publicUrl} is not encrypted`, 'set PUBLIC_URL to an https address');
    return trustedProxies.length === 0
      ? warn(`${publicUrl}, and no TRUSTED_PROXIES: all browsers count as one address`, 'name the proxy that ends TLS')
      : ok(`${publicUrl}, behind ${trustedProxies.join(', ')}`);
  },
};

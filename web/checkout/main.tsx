import '../shared/styles/sign-in.css';
import '../shared/styles/shelf.css';
import './checkout.css';
import { mount } from '../shared/mount.tsx';
import { keepSession } from '../shared/session/kept-session.ts';
import { takeAddress } from './address.ts';
import { CheckoutPage } from './checkout-page.tsx';

// Before anything is shown: a token must not stay in the address.
const address = takeAddress();
if (address.kind === 'hosted' && address.token) {
  keepSession({ token: address.token, name: '', checkoutId: address.checkoutId });
}
// The same page with another token in its address is another visit.
addEventListener('hashchange', () => {
  if (location.hash.includes('token=')) location.reload();
});

mount(() => <CheckoutPage address={address} />);

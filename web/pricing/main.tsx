import '../shared/styles/sign-in.css';
import '../shared/styles/shelf.css';
import './pricing.css';
import { mount } from '../shared/mount.tsx';
import { PricingPage } from './pricing-page.tsx';

mount(PricingPage);

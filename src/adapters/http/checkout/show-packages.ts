import type { RequestHandler } from 'express';
import { forVisitor } from '../authorize.ts';
import { channelJson } from '../checkout-channel.ts';
import type { UseCases } from '../use-cases.ts';
import { packageJson } from './payment-json.ts';

/** Open to everybody; whoever has signed in sees his own prices. */
export const showPackages = ({ authenticateSession, channelOf, listPackages }: UseCases): RequestHandler =>
  forVisitor(authenticateSession, async (user, _req, res) => {
    const channel = channelOf('web');
    const offered = channel === 'off' ? [] : await listPackages({ userId: user?.id ?? null, storefront: 'web' });
    res.json({ checkout: channelJson(channel, 'web'), packages: offered.map(packageJson) });
  });

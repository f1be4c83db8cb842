// Compiled, never run: the types of the web pages say what the server's answers say, no more and no less.

import type { createdJson, packageJson, queriedJson } from '../../src/adapters/http/checkout/payment-json.ts';
import type { ownCheckoutJson, wayBackJson } from '../../src/adapters/http/checkout/show-checkout-session.ts';
import type { channelJson } from '../../src/adapters/http/checkout-channel.ts';
import type { userJson } from '../../src/adapters/http/miniprogram/session.ts';
import type { ProblemCode } from '../../src/adapters/http/problem-table.ts';
import type { KnownProblem } from '../../web/shared/api/problem.ts';
import type * as Web from '../../web/shared/api/types.ts';
import type { Alike, All, Answer } from './types-agree.ts';

export type Agreement = All<
  [
    Alike<Web.Channel, Answer<typeof channelJson>>,
    Alike<Web.Package, Answer<typeof packageJson>>,
    Alike<Web.Payment, Answer<typeof createdJson>>,
    Alike<Web.Order, Answer<typeof queriedJson>>,
    Alike<Web.CheckoutSession, Answer<typeof ownCheckoutJson>>,
    Alike<Web.WayBack, Answer<typeof wayBackJson>>,
    Alike<Web.User, Answer<typeof userJson>>,
    KnownProblem extends ProblemCode ? true : 'a problem that the server does not know',
  ]
>;

// Compiled, never run: the client's types say what the schemas of the API say, no more and no less.
import type { z } from 'zod';
import type * as Client from '../../client/types.ts';
import type { AccountAnswer } from '../../src/adapters/http/internal/account-schema.ts';
import type {
  CheckoutAnswer,
  OpenCheckoutAnswer,
  OpenCheckoutBody,
} from '../../src/adapters/http/internal/checkout-sessions-schema.ts';
import type { FindUserAnswer, MapUserAnswer } from '../../src/adapters/http/internal/external-users-schema.ts';
import type {
  CaptureAnswer,
  PlaceHoldAnswer,
  PlaceHoldBody,
  ReleaseAnswer,
} from '../../src/adapters/http/internal/holds-schema.ts';
import type { ReverseAnswer } from '../../src/adapters/http/internal/reversal-schema.ts';
import type { UsageBatchItem, UsageBatchResult } from '../../src/adapters/http/internal/usage-batch-schema.ts';
import type {
  DryRunAllowed,
  DryRunRefused,
  UsageAllowed,
  UsageBody,
  UsageRefused,
} from '../../src/adapters/http/internal/usage-schema.ts';
import type { VerifyAnswer, VerifyBody } from '../../src/adapters/http/internal/verify-schema.ts';

/** `true` where each may stand for the other. */
type Alike<A, B> = [A] extends [B] ? ([B] extends [A] ? true : 'the API says more') : 'the client says more';
type All<T extends readonly true[]> = T;

export type Agreement = All<
  [
    Alike<Client.UsageRequest, Omit<z.input<typeof UsageBody>, 'dry_run'>>,
    Alike<Client.UsageAllowed, z.output<typeof UsageAllowed>>,
    Alike<Client.Refused, z.output<typeof UsageRefused>>,
    Alike<Client.DryRunAnswer, z.output<typeof DryRunAllowed> | z.output<typeof DryRunRefused>>,
    Alike<Client.BatchItem, z.input<typeof UsageBatchItem>>,
    Alike<Client.BatchResult, z.output<typeof UsageBatchResult>>,
    Alike<Client.ReverseAnswer, z.output<typeof ReverseAnswer>>,
    Alike<Client.HoldRequest, z.input<typeof PlaceHoldBody>>,
    Alike<Client.HoldAnswer, z.output<typeof PlaceHoldAnswer>>,
    Alike<Client.CaptureAnswer, z.output<typeof CaptureAnswer>>,
    Alike<Client.ReleaseAnswer, z.output<typeof ReleaseAnswer>>,
    Alike<Client.VerifyRequest, z.input<typeof VerifyBody>>,
    Alike<Client.VerifyAnswer, z.output<typeof VerifyAnswer>>,
    Alike<Client.BalanceAnswer, z.output<typeof AccountAnswer>>,
    Alike<Client.MappedUser, z.output<typeof MapUserAnswer>>,
    Alike<Client.FoundUser, z.output<typeof FindUserAnswer>>,
    Alike<Client.CheckoutRequest, z.input<typeof OpenCheckoutBody>>,
    Alike<Client.CheckoutOpened, z.output<typeof OpenCheckoutAnswer>>,
    Alike<Client.CheckoutAnswer, z.output<typeof CheckoutAnswer>>,
  ]
>;

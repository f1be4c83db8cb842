import type { RouteContract } from '../openapi/route-contract.ts';
import { shownId } from '../public-id.ts';
import { AccountAnswer } from './account-schema.ts';
import { CheckoutAnswer, OpenCheckoutAnswer, OpenCheckoutBody } from './checkout-sessions-schema.ts';
import * as example from './contract-examples.ts';
import { externalId, FindUserAnswer, MapUserAnswer, MapUserBody } from './external-users-schema.ts';
import {
  CaptureAnswer,
  CaptureBody,
  PlaceHoldAnswer,
  PlaceHoldBody,
  ReleaseAnswer,
  ReleaseBody,
} from './holds-schema.ts';
import { ReverseAnswer, ReverseBody } from './reversal-schema.ts';
import { UsageBatchAnswer, UsageBatchRequest } from './usage-batch-schema.ts';
import { UsageAnswer, UsageRequest } from './usage-schema.ts';
import { VerifyAnswer, VerifyBody } from './verify-schema.ts';

const usageId = { id: { schema: shownId('use'), description: 'Of the call, as POST /usage gave it' } };
const holdId = { id: { schema: shownId('hld'), description: 'Of the hold, as POST /holds gave it' } };

/** Of the internal API: the first number changes when a client has to. */
export const INTERNAL_API_VERSION = '1.0.0';

/** Every route for backend services. test/http/openapi.test.ts compares the list with the routes that are there. */
export const INTERNAL_CONTRACTS: readonly RouteContract[] = [
  {
    ...{
      method: 'post',
      path: '/usage',
      operationId: 'chargeUsage',
      tag: 'Usage',
      operation: 'usage',
      repetition: 'key',
    },
    summary: 'Verify a key and take the points of a call',
    description:
      'In one step and durable before it answers: key, scope, network, limits, budgets, points. With `dry_run` nothing is taken and no Idempotency-Key is needed; `explain` lists every check.',
    body: { schema: UsageRequest, example: example.usage },
    answer: { status: 200, schema: UsageAnswer, examples: { allowed: example.allowed, refused: example.refused } },
    problems: ['unknown_api'],
  },
  {
    ...{
      method: 'post',
      path: '/usage/batch',
      operationId: 'chargeUsageBatch',
      tag: 'Usage',
      operation: 'usage',
      repetition: 'none',
    },
    summary: 'The same for up to 100 calls at once',
    description:
      'Each item stands for itself, with an idempotency key of its own: one that is refused or wrong fails none of its neighbours. Results come in the order of the items.',
    body: { schema: UsageBatchRequest, example: { items: [{ ...example.usage, idempotency_key: 'call-1' }] } },
    answer: { status: 200, schema: UsageBatchAnswer, examples: { results: { results: [example.refused] } } },
    problems: [],
  },
  {
    ...{
      method: 'post',
      path: '/usage/{id}/reverse',
      operationId: 'reverseUsage',
      tag: 'Usage',
      operation: 'reverse',
      repetition: 'path',
    },
    summary: 'Give the points of a call back',
    description:
      'All of them, to the lots that paid, once: asking again gives the first answer. Only by the service that charged the call. Its charge, repeated, still gets the answer of the first time: a call that begins anew needs a new Idempotency-Key.',
    params: usageId,
    body: { schema: ReverseBody, example: { reason: 'the call failed' } },
    answer: { status: 200, schema: ReverseAnswer, examples: { reversed: example.reversed } },
    problems: ['unknown_usage'],
  },
  {
    ...{
      method: 'post',
      path: '/holds',
      operationId: 'placeHold',
      tag: 'Holds',
      operation: 'holds',
      repetition: 'key',
    },
    summary: 'Set points aside for a call whose cost is not known yet',
    description: 'Checks what POST /usage checks. The points come back by themselves when the time is over.',
    body: {
      schema: PlaceHoldBody,
      example: { api_key: example.usage.api_key, api: example.usage.api, points: 20, ttl_seconds: 60 },
    },
    answer: { status: 200, schema: PlaceHoldAnswer, examples: { placed: example.held, refused: example.refused } },
    problems: ['unknown_api', 'too_many_holds'],
  },
  {
    ...{
      method: 'post',
      path: '/holds/{id}/capture',
      operationId: 'captureHold',
      tag: 'Holds',
      operation: 'holds',
      repetition: 'path',
    },
    summary: 'Take what the call has cost',
    description:
      'All that is held or part of it; more only where the hold was placed with `may_exceed`. The rest goes back. The same capture again gives the first answer.',
    params: holdId,
    body: { schema: CaptureBody, example: { points: 12 } },
    answer: { status: 200, schema: CaptureAnswer, examples: { captured: example.captured } },
    problems: ['unknown_hold', 'hold_ended', 'more_than_held', 'insufficient_points', 'budget_exhausted'],
  },
  {
    ...{
      method: 'post',
      path: '/holds/{id}/release',
      operationId: 'releaseHold',
      tag: 'Holds',
      operation: 'holds',
      repetition: 'path',
    },
    summary: 'Give back all that is held',
    description: 'Asking again gives the first answer.',
    params: holdId,
    body: { schema: ReleaseBody, example: {} },
    answer: { status: 200, schema: ReleaseAnswer, examples: { released: example.released } },
    problems: ['unknown_hold', 'hold_ended'],
  },
  {
    ...{
      method: 'post',
      path: '/keys/verify',
      operationId: 'verifyKey',
      tag: 'Keys',
      operation: 'verify',
      repetition: 'none',
    },
    summary: 'Is this key good, and whose is it?',
    description: 'Takes nothing. With `api` it says whether the key may make that call and pay for it.',
    body: { schema: VerifyBody, example: { api_key: example.usage.api_key, api: example.usage.api } },
    answer: { status: 200, schema: VerifyAnswer, examples: { verified: example.verified, refused: example.refused } },
    problems: ['unknown_api'],
  },
  {
    ...{
      method: 'get',
      path: '/users/{id}/balance',
      operationId: 'readBalance',
      tag: 'Users',
      operation: 'balance',
      repetition: 'none',
    },
    summary: 'What a user may spend, and what expires soon',
    description: 'Points that are held or frozen are in none of the others.',
    params: { id: { schema: shownId('usr'), description: 'Of the user, as POST /keys/verify gives it' } },
    answer: { status: 200, schema: AccountAnswer, examples: { balance: example.balance } },
    problems: ['unknown_user'],
  },
  {
    ...{
      method: 'post',
      path: '/external-users',
      operationId: 'mapExternalUser',
      tag: 'Users',
      operation: 'external_users',
      repetition: 'body',
    },
    summary: 'The user who stands for one of the service',
    description:
      'Made on first use, then the same for ever. `external_id` is taken as it is: 1 to 128 characters, of any kind but control characters. No service sees what another one has mapped.',
    body: { schema: MapUserBody, example: { external_id: 'user-42' } },
    answer: { status: 200, schema: MapUserAnswer, examples: { mapped: example.mappedUser } },
    problems: [],
  },
  {
    ...{
      method: 'get',
      path: '/external-users',
      operationId: 'findExternalUser',
      tag: 'Users',
      operation: 'external_users',
      repetition: 'none',
    },
    summary: 'The same, without making one',
    description: 'Only of users that this service has mapped.',
    query: {
      external_id: { schema: externalId, description: 'Of the user, as the service calls him', example: 'user-42' },
    },
    answer: { status: 200, schema: FindUserAnswer, examples: { found: example.foundUser } },
    problems: ['unknown_user'],
  },
  {
    ...{
      method: 'post',
      path: '/checkout-sessions',
      operationId: 'openCheckout',
      tag: 'Checkout',
      operation: 'checkout',
      repetition: 'key',
    },
    summary: 'Open a checkout for a user',
    description:
      'Send the browser of this user to `url`, and nobody else: who has it may buy in the name of the user for an hour, and do nothing else. One checkout tells of one purchase. With `package_ids` it buys one of those only. The origins of `success_url` and `cancel_url` have to be on the list of the service (`seahorse services returns`); that a browser comes back proves nothing: ask for the checkout, or wait for its webhook. The Idempotency-Key is unique per service.',
    body: { schema: OpenCheckoutBody, example: example.checkout },
    answer: { status: 201, schema: OpenCheckoutAnswer, examples: { opened: example.openedCheckout } },
    problems: [
      ...(['unknown_user', 'user_leaving', 'return_url_not_allowed', 'unknown_package', 'package_closed'] as const),
      'root_secret_missing',
    ],
  },
  {
    ...{
      method: 'get',
      path: '/checkout-sessions/{id}',
      operationId: 'readCheckout',
      tag: 'Checkout',
      operation: 'checkout',
      repetition: 'none',
    },
    summary: 'What has become of a checkout',
    description:
      "`paid` as soon as an order of it is paid, also if its money goes back later. It is `open` while it can be paid. An `expired` one may still become `paid` within minutes, where a payment was under way. An open order that its user takes up again in another checkout is that one's from then on: every payment is told once.",
    params: { id: { schema: shownId('chk'), description: 'Of the checkout, as POST /checkout-sessions gave it' } },
    answer: { status: 200, schema: CheckoutAnswer, examples: { paid: example.paidCheckout } },
    problems: ['unknown_checkout_session'],
  },
];

// Compiled, never run: the mini-program's types say what the server's answers say, no more and no less.

import type { z } from 'zod';
import type * as App from '../../miniprogram/app/api/types.ts';
import type { keyJson } from '../../src/adapters/http/api-keys/api-key-json.ts';
import type { KeyIds, KeyUpdate, NewKey } from '../../src/adapters/http/api-keys/api-key-schema.ts';
import type { channelJson } from '../../src/adapters/http/checkout-channel.ts';
import type { apiJson, packageJson, quoteJson } from '../../src/adapters/http/miniprogram/catalog-json.ts';
import type { checkoutJson } from '../../src/adapters/http/miniprogram/checkout-json.ts';
import type {
  detailsJson,
  invoiceableOrderJson,
  invoiceJson,
  titleJson,
} from '../../src/adapters/http/miniprogram/invoice-json.ts';
import type { ticketJson } from '../../src/adapters/http/miniprogram/login-tickets.ts';
import type { orderJson } from '../../src/adapters/http/miniprogram/order-json.ts';
import type { appliedJson, promotionJson } from '../../src/adapters/http/miniprogram/promotion-json.ts';
import type { TitleBody } from '../../src/adapters/http/miniprogram/read-invoice-title.ts';
import type { userJson } from '../../src/adapters/http/miniprogram/session.ts';
import type { statementLineJson } from '../../src/adapters/http/statement-text.ts';
import type { JsapiParams, VirtualPaymentParams } from '../../src/domain/ordering/payment-gateway.ts';
import type { Alike, All, Answer, Sent } from './types-agree.ts';

export type Agreement = All<
  [
    Alike<App.User, Answer<typeof userJson>>,
    Alike<App.WebLogin, Answer<typeof ticketJson>>,
    Alike<App.Channel, Answer<typeof channelJson>>,
    Alike<App.Package, Answer<typeof packageJson>>,
    Alike<App.Promotion, Answer<typeof promotionJson>>,
    Alike<App.AppliedPromotion, Answer<typeof appliedJson>>,
    Alike<App.Quote, Answer<typeof quoteJson>>,
    Alike<App.SoldApi, Answer<typeof apiJson>>,
    Alike<App.Order, Answer<typeof orderJson>>,
    Alike<App.JsapiParams, Sent<JsapiParams>>,
    Alike<App.VirtualPaymentParams, Sent<VirtualPaymentParams>>,
    Extract<App.Checkout, Answer<typeof checkoutJson>> extends never ? 'no checkout fits' : true,
    Alike<App.ApiKey, Answer<typeof keyJson>>,
    Alike<App.KeyWish, Sent<z.input<typeof NewKey>>>,
    Alike<App.KeyTerms, Sent<z.input<typeof KeyUpdate>>>,
    Alike<{ readonly ids: readonly string[] }, Sent<Extract<z.input<typeof KeyIds>, { ids: unknown }>>>,
    Alike<App.StatementLine, Answer<typeof statementLineJson>>,
    Alike<App.TitleDetails, Answer<typeof detailsJson>>,
    Alike<App.InvoiceTitle, Answer<typeof titleJson>>,
    Alike<App.TitleWish, Sent<z.input<typeof TitleBody>>>,
    Alike<App.Invoice, Answer<typeof invoiceJson>>,
    Alike<App.InvoiceableOrder, Answer<typeof invoiceableOrderJson>>,
  ]
>;

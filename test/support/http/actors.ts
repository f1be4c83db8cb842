import { publicId } from '../../../src/adapters/http/public-id.ts';
import { nodeSecrets, uuidV7Source } from '../../../src/adapters/system/random.ts';
import { createService, type ServiceTerms } from '../../../src/application/keyvault/create-service.ts';
import { rotateSigningSecret } from '../../../src/application/keyvault/rotate-signing-secret.ts';
import type { UnitOfWork } from '../../../src/application/shared/unit-of-work.ts';
import type { Application } from '../../../src/cli/composition/compose.ts';
import { noteSecret, noteSecretsIn } from '../leaks/note.ts';
import { BY_NOBODY, SERVICE_SEAL } from '../shop.ts';
import type { Answer, Call } from './api-client.ts';
import type { Phone } from './phone.ts';
import type { Signer } from './sign-request.ts';

type Reach = {
  readonly call: (path: string, call?: Call) => Promise<Answer>;
  readonly phone: Phone;
  readonly application: Application;
  readonly uow: UnitOfWork;
};

export type Person = { readonly name: string; readonly token: string; readonly openid: string; readonly id: string };
/** What the checkout of the web shows of an order. */
export type Payment = {
  readonly order_id: string;
  readonly out_trade_no: string;
  readonly code_url: string;
  readonly expired_at: string;
  readonly created_at: string;
};
export type PlacedOrder = { readonly id: string; readonly out_trade_no: string; readonly package_id: string };

let people = 0;

/** Who uses the system in a test. Each one is new, so that tests of one file do not meet. */
export class Actors {
  readonly #reach: Reach;

  constructor(reach: Reach) {
    this.#reach = reach;
  }

  /** Somebody who has signed in through the mini-program. */
  async aPerson(): Promise<Person> {
    people += 1;
    const name = `person-${people}`;
    const { code, openid } = await this.#reach.phone.login(name);
    const { json } = await this.#expect(201, '/api/v1/session', { body: { code } });
    return { name, openid, token: json.token, id: json.user.id };
  }

  async aService(terms: ServiceTerms = {}): Promise<string> {
    people += 1;
    const created = await this.#reach.application.createService(`service-${people}`, terms);
    if (created.kind !== 'created') throw new Error(created.kind);
    noteSecret('token', created.token);
    return created.token;
  }

  /** A service under these terms, and a secret for it to sign with. */
  async aSigner(terms: ServiceTerms = {}): Promise<Signer & { readonly name: string; readonly token: string }> {
    people += 1;
    const name = `signer-${people}`;
    const base = {
      uow: this.#reach.uow,
      ids: uuidV7Source,
      secrets: nodeSecrets,
      serviceSeal: SERVICE_SEAL,
      by: BY_NOBODY,
    };
    const created = await createService(base)(name, terms);
    const made = await rotateSigningSecret(base)(name, 0);
    if (created.kind !== 'created' || made.kind !== 'rotated') throw new Error(`${created.kind}, ${made.kind}`);
    noteSecretsIn({ token: created.token, secret: made.secret });
    return { name, token: created.token, keyId: publicId('sgn', made.secretId), secret: made.secret };
  }

  async packageId(code = 'points-50'): Promise<string> {
    const { json } = await this.#expect(200, '/api/v1/packages');
    return json.packages.find((each: { code: string }) => each.code === code).id;
  }

  async anOrder(person: Person, code?: string): Promise<PlacedOrder> {
    const body = { package_id: await this.packageId(code) };
    return (await this.#expect(201, '/api/v1/orders', { token: person.token, body })).json.order;
  }

  /** An order that has been paid and settled. */
  async aPaidOrder(person: Person, code?: string): Promise<PlacedOrder> {
    const order = await this.anOrder(person, code);
    await this.#reach.phone.pay(order.out_trade_no, { notify: false });
    const [status] = await this.#reach.phone.deliver(order.out_trade_no);
    if (status !== 204) throw new Error(`the notification was answered ${status}`);
    return order;
  }

  /** An order at the desk, to be paid by its code. */
  async aPayment({ token }: Person, packageId = 'small'): Promise<Payment> {
    return (await this.#expect(201, '/api/payment/create', { token, body: { package_id: packageId } })).json;
  }

  async anApiKey(person: Person, change: object = {}): Promise<{ readonly id: string; readonly token: string }> {
    const body = { name: 'test', ...change };
    return (await this.#expect(201, '/api/v1/api-keys', { token: person.token, body })).json;
  }

  async balanceOf(person: Person): Promise<number> {
    return (await this.#expect(200, '/api/v1/balance', { token: person.token })).json.available;
  }

  async #expect(status: number, path: string, call?: Call): Promise<Answer> {
    const answer = await this.#reach.call(path, call);
    if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    return answer;
  }
}

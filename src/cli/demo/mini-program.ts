import { callJson } from './call-json.ts';
import type { Phone } from './phone.ts';

export type OfferedPackage = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly price_fen: number;
  readonly points: number;
  readonly bonus_points: number;
};
export type PlacedOrder = { readonly id: string; readonly out_trade_no: string; readonly status: string };

/** What the mini-program does on behalf of its user. */
export class MiniProgram {
  readonly #api: string;
  #token = '';

  constructor(apiUrl: string) {
    this.#api = `${apiUrl}/api/v1`;
  }

  async signIn(phone: Phone): Promise<string> {
    const body = { code: await phone.login() };
    const session = await callJson<{ token: string; user: { nickname: string } }>(`${this.#api}/session`, { body });
    this.#token = session.token;
    return session.user.nickname;
  }

  async findPackage(code: string): Promise<OfferedPackage> {
    const { packages } = await this.#call<{ packages: OfferedPackage[] }>('/packages');
    const found = packages.find((each) => each.code === code);
    if (!found) throw new Error(`package ${code} is not on sale`);
    return found;
  }

  placeOrder(packageId: string): Promise<{ order: PlacedOrder; checkout: { params: unknown } }> {
    return this.#call('/orders', { package_id: packageId });
  }

  readOrder(id: string): Promise<PlacedOrder> {
    return this.#call(`/orders/${id}`);
  }

  async balance(): Promise<number> {
    return (await this.#call<{ available: number }>('/balance')).available;
  }

  async issueKey(name: string): Promise<string> {
    return (await this.#call<{ token: string }>('/api-keys', { name })).token;
  }

  #call<T>(path: string, body?: unknown): Promise<T> {
    return callJson<T>(`${this.#api}${path}`, { token: this.#token, body });
  }
}

import type { Application, Request } from 'express';
import type { IpAddress, Network } from '../../domain/keyvault/network.ts';
import { peerAddress } from '../../domain/keyvault/peer-address.ts';

const SETTING = 'seahorse trusted proxies';

export const trustProxies = (app: Application, proxies: readonly Network[]): void => void app.set(SETTING, proxies);

/** Who sent the request, as far as the connection and the proxies that we trust tell. */
export function peerOf(req: Request): IpAddress | null {
  const proxies: readonly Network[] = req.app.get(SETTING) ?? [];
  const forwarded = req.headers['x-forwarded-for'];
  return peerAddress(req.socket.remoteAddress, forwarded === undefined ? undefined : String(forwarded), proxies);
}

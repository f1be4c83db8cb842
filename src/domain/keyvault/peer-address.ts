import { contains, type IpAddress, isIpAddress, type Network, plain } from './network.ts';

/**
 * Who sent a request: the other end of the connection, or, where that is a proxy of ours, what the proxies say in
 * `X-Forwarded-For`, read from the right up to the first address that is none of ours. What stands further left may be
 * anybody's invention. Null: what a proxy of ours says is no address.
 */
export function peerAddress(
  connection: string | undefined,
  forwardedFor: string | undefined,
  proxies: readonly Network[],
): IpAddress | null {
  let peer = readAddress(connection ?? '');
  if (proxies.length === 0 || forwardedFor === undefined) return peer;
  const hops = forwardedFor.split(',');
  while (peer !== null && hops.length > 0 && isOurs(peer, proxies)) peer = readAddress((hops.pop() as string).trim());
  return peer;
}

const isOurs = (address: IpAddress, proxies: readonly Network[]): boolean =>
  proxies.some((network) => contains(network, address));

function readAddress(text: string): IpAddress | null {
  const address = plain(text);
  return isIpAddress(address) ? address : null;
}

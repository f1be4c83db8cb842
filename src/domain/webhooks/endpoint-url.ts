export const LONGEST_ENDPOINT_URL = 512;

export type UrlRefusal =
  /** Not an address, too long, or with blanks, control characters or a fragment. */
  | 'not_an_address'
  | 'not_https'
  | 'user_in_address'
  /** 443, or 1024 and above: what listens below is mostly no web server. */
  | 'port_not_allowed'
  /** An IP address, or a name that only a local network knows. */
  | 'local_name';

const LOCAL_DOMAINS = /(^|\.)(local|localhost|internal|lan|home|corp|test|invalid|onion|home\.arpa)$/;
const LOWEST_OPEN_PORT = 1_024;

/** Can only be meant for a network of our own: every address behind it has to be in one that the operator has named. */
export const isLocalUrl = ({ protocol, hostname }: URL): boolean => protocol !== 'https:' || isLocalName(hostname);

/**
 * Why an endpoint cannot be there, as far as the text tells; null: perhaps it can. Where the operator has named private
 * networks, local names and http are let through: then the addresses behind the name decide (`WebhookSender.refuse`).
 */
export function refuseUrl(text: string, { hasPrivateNetworks }: { readonly hasPrivateNetworks: boolean }) {
  if (!/^[\x21-\x7e]+$/.test(text) || text.length > LONGEST_ENDPOINT_URL || !URL.canParse(text))
    return 'not_an_address';
  const url = new URL(text);
  if (url.hash !== '' || text.includes('#')) return 'not_an_address';
  const isWeb = url.protocol === 'https:' || (hasPrivateNetworks && url.protocol === 'http:');
  if (!isWeb) return 'not_https';
  if (url.username !== '' || url.password !== '') return 'user_in_address';
  if (url.port !== '' && url.port !== '443' && Number(url.port) < LOWEST_OPEN_PORT) return 'port_not_allowed';
  return isLocalName(url.hostname) && !hasPrivateNetworks ? 'local_name' : null;
}

/** `URL` has brought every way of writing an IPv4 address (`0x7f.1`, `2130706433`) into the one with dots. */
function isLocalName(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  const isAddress = name.startsWith('[') || /^\d+(\.\d+){3}$/.test(name);
  return isAddress || !name.includes('.') || LOCAL_DOMAINS.test(name);
}

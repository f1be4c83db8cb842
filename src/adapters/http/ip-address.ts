import { z } from 'zod';
import { type IpAddress, isIpAddress, plain } from '../../domain/keyvault/network.ts';

/** IPv4 or IPv6; IPv4 in the clothes of IPv6 (`::ffff:10.1.2.3`) is IPv4. */
export const ipAddress = z
  .string()
  .max(45)
  .refine(isIpAddress, { message: 'expected an IPv4 or IPv6 address' })
  .transform((address) => plain(address) as IpAddress);

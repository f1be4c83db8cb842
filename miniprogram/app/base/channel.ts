import { listPromotions } from '../api/catalog';
import type { Channel } from '../api/types';

let known: Channel | null = null;

/** Pages that get a channel with their own data say so. */
export function noteChannel(channel: Channel): Channel {
  known = channel;
  return channel;
}

/** How this user pays, or that nothing is sold here: then no price, no button to buy, no hint to another way. */
export const readChannel = async (): Promise<Channel> => known ?? noteChannel((await listPromotions()).checkout);

export const sells = ({ gateway }: Channel): boolean => gateway !== 'off';

/** For pages that have something to show without network, too: until it is known, nothing is sold. */
export const isSellingHere = async (): Promise<boolean> => {
  try {
    return sells(await readChannel());
  } catch {
    return false;
  }
};

import type { Channel, Channels, Platform } from '../../domain/ordering/payment-channel.ts';

export type ChannelOf = (platform: Platform) => Channel;

/** How buyers on this platform pay, or that nothing is sold there. */
export const channelOf =
  ({ channels }: { readonly channels: Channels }): ChannelOf =>
  (platform) =>
    channels[platform];

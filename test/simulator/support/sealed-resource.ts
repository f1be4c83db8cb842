export type SealedResource = {
  readonly algorithm: string;
  readonly ciphertext: string;
  readonly nonce: string;
  readonly associated_data: string;
  readonly original_type?: string;
};

export type NotificationEnvelope = {
  readonly id: string;
  readonly create_time: string;
  readonly resource_type: string;
  readonly event_type: string;
  readonly summary: string;
  readonly resource: SealedResource;
};

/** One parcel, or what stands for one where nothing is carried. */
export type Parcel = {
  readonly tracking_no?: string | undefined;
  readonly express_company?: string | undefined;
  readonly item_desc: string;
};

export type Shipment = {
  readonly logisticsType: number;
  readonly deliveryMode: number;
  /** Split deliveries say when the last parcel has left; a unified one is complete at once. */
  readonly isComplete: boolean;
  readonly parcels: readonly Parcel[];
  /** As the merchant wrote it: it puts uploads in order. */
  readonly uploadTime: string;
  readonly receivedAtMs: number;
};

export type ShippingWorld = {
  /** Whether the mini-program is under 交易管理. */
  tradeManaged: boolean;
  /** By transaction id, oldest first. */
  readonly shipments: Map<string, readonly Shipment[]>;
};

export const emptyShipping = (): ShippingWorld => ({ tradeManaged: true, shipments: new Map() });

export type ShippingChange =
  | { readonly kind: 'trade_management_set'; readonly on: boolean }
  | { readonly kind: 'shipping_uploaded'; readonly transactionId: string; readonly shipment: Shipment };

type Shipping = { readonly shipping: ShippingWorld };
type Applier<Kind extends ShippingChange['kind']> = (
  world: Shipping,
  change: Extract<ShippingChange, { kind: Kind }>,
) => void;

export const shippingAppliers: { readonly [Kind in ShippingChange['kind']]: Applier<Kind> } = {
  trade_management_set: ({ shipping }, { on }) => {
    shipping.tradeManaged = on;
  },
  shipping_uploaded: ({ shipping: { shipments } }, { transactionId, shipment }) => {
    shipments.set(transactionId, [...(shipments.get(transactionId) ?? []), shipment]);
  },
};

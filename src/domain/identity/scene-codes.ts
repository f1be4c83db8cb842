/** What a browser shows for somebody to scan with WeChat. */
export type LoginCode =
  /** A text that becomes a QR code. Who scans it follows the official account, or is told to it as its follower. */
  | { readonly kind: 'official_account'; readonly content: string }
  /** A picture. Who scans it lands on a page of the mini-program, which knows the scene. */
  | { readonly kind: 'mini_program'; readonly image: Uint8Array };

/** Port. Codes at WeChat that carry a scene back to us. Faults are thrown as `Unavailable`, a wrong configuration as the adapter's own error. */
export interface SceneCodes {
  createLoginCode(scene: string, lifeSeconds: number): Promise<LoginCode>;
}

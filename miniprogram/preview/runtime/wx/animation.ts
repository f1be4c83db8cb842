/** wx.createAnimation: every step gives the animation back, and nothing moves. TDesign asks for one now and then. */
export function createAnimation(): object {
  const animation: object = new Proxy(
    { export: () => ({ actions: [] }) },
    { get: (known, name) => (name in known ? known[name as 'export'] : () => animation) },
  );
  return animation;
}

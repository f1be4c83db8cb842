import { enterAgain } from '../api/account';
import { ApiProblem, OfflineError, SignedOutError, textOf } from '../api/problems';
import { resumePayment } from '../payment/resume-payment';
import { fontScale } from '../shared/font-scale';
import { failed, LOADING, OFFLINE, READY, SIGNED_OUT, type View } from '../shared/view';

type Lifetimes = Partial<WechatMiniprogram.Page.ILifetime>;
type BaseData = {
  /** What the page shows: bind it to a state-view. */
  view: View;
  /** For `<page-meta page-style="{{pageStyle}}">`. */
  pageStyle: string;
};
type BaseMethods = {
  /** Loads again and shows what came. The content stays meanwhile. */
  refresh(): Promise<void>;
  /** For `bind:retry` of a state-view: 重试, or 微信一键登录. */
  onRetry(): void;
};
type Data = WechatMiniprogram.Page.DataOption;
type Custom = WechatMiniprogram.Page.CustomOption;
type Loading = {
  /** Gets what the page shows and puts it into the data; called after onLoad, by a pull, by a retry. Nothing: it is ready. */
  load?(): Promise<View | undefined>;
  /** Loads again whenever the page comes back to the front. */
  loadOnShow?: boolean;
};
type Options<D extends Data, C extends Custom> = { data: D } & C &
  Loading &
  Lifetimes &
  ThisType<WechatMiniprogram.Page.Instance<D & BaseData, C & BaseMethods & Loading>>;

type AnyPage = WechatMiniprogram.Page.Instance<BaseData, BaseMethods & Loading & { loads: number }>;

/** `Page()`, with what every page of ours does alike: loading, its failures, pulling down, large texts. */
export function definePage<D extends Data, C extends Custom>(options: Options<D, C>): void {
  const { onLoad, onShow, onReady, data, load, loadOnShow } = options as Loading & Lifetimes & { data: D };
  Page<Data, Custom>({
    ...options,
    loads: 0,
    data: { ...data, view: load ? LOADING : READY, pageStyle: '' },
    async onLoad(this: AnyPage, query: Record<string, string | undefined>) {
      const { fontSizeSetting } = wx.getAppBaseInfo();
      this.setData({ pageStyle: `--font-scale: ${fontScale(fontSizeSetting)}` });
      await onLoad?.call(this, query);
      await this.refresh();
    },
    async onShow(this: AnyPage) {
      await onShow?.call(this);
      const signedOut = this.data.view.kind === 'signed_out';
      if ((loadOnShow || signedOut) && this.loads > 0) await this.refresh();
    },
    async onReady(this: AnyPage) {
      await onReady?.call(this);
      resumePayment(this.route);
    },
    async onPullDownRefresh(this: AnyPage) {
      await this.refresh();
      await wx.stopPullDownRefresh();
    },
    async refresh(this: AnyPage) {
      this.loads += 1;
      const turn = this.loads;
      const view = await viewAfter(() => load?.call(this));
      // A later turn has the last word.
      if (turn === this.loads) show(this, view);
    },
    onRetry(this: AnyPage) {
      if (this.data.view.kind === 'signed_out') enterAgain();
      this.setData({ view: LOADING });
      void this.refresh();
    },
  });
}

async function viewAfter(load: () => ReturnType<NonNullable<Loading['load']>> | undefined): Promise<View> {
  try {
    return (await load()) ?? READY;
  } catch (error) {
    if (error instanceof OfflineError) return OFFLINE;
    if (error instanceof SignedOutError) return SIGNED_OUT;
    if (error instanceof ApiProblem) return failed(error.title, error.detail);
    throw error;
  }
}

/** Content that is shown is worth more than a failure to renew it. */
function show(page: AnyPage, view: View): void {
  const isFailure = view.kind === 'error' || view.kind === 'offline';
  if (isFailure && page.data.view.kind === 'ready') void wx.showToast({ title: view.title, icon: 'none' });
  else page.setData({ view });
}

/** Tells the user why something that he has tapped did not happen. */
export function tell(error: unknown): void {
  void wx.showToast({ title: textOf(error), icon: 'none', duration: 2_500 });
}

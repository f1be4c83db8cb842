import type { PartConfig, TemplateGroup } from './engine.ts';

export type TabItem = {
  readonly pagePath: string;
  readonly text: string;
  readonly iconPath: string;
  readonly selectedIconPath: string;
};
export type WindowConfig = {
  readonly navigationBarTitleText?: string;
  readonly navigationBarBackgroundColor?: string;
  readonly navigationBarTextStyle?: string;
  readonly navigationStyle?: string;
  readonly backgroundColor?: string;
  readonly enablePullDownRefresh?: boolean;
};
export type TabBar = {
  readonly color: string;
  readonly selectedColor: string;
  readonly backgroundColor: string;
  readonly borderStyle?: string;
  readonly list: readonly TabItem[];
};
export type AppConfig = { readonly window: WindowConfig; readonly tabBar: TabBar; readonly pages: readonly string[] };
export type ThemeName = 'light' | 'dark';

export type PreviewPart = {
  readonly json: PartConfig & WindowConfig;
  readonly isPage: boolean;
  readonly css: string;
  readonly load: () => void;
};

/** What the builder puts into the script. */
export type Bundle = {
  readonly app: AppConfig;
  readonly theme: Partial<Record<ThemeName, Readonly<Record<string, string>>>>;
  readonly pages: readonly string[];
  readonly tags: readonly string[];
  readonly scopeMark: string;
  readonly appCss: string;
  readonly templates: TemplateGroup;
  readonly loadApp: () => void;
  readonly parts: Readonly<Record<string, PreviewPart>>;
};

// glass-easel, as far as the preview uses it. Its own types are wider and partly missing; this is the only file that casts.
import * as glassEasel from 'glass-easel';
import * as adapter from 'glass-easel-miniprogram-adapter';

export type TemplateGroup = Readonly<Record<string, unknown>>;
export type PartConfig = {
  component?: boolean;
  styleIsolation?: string;
  usingComponents?: Readonly<Record<string, string>>;
};
export type Definition = { behaviors?: unknown[]; options?: { styleIsolation?: string; addGlobalClass?: boolean } };

/** An element of glass-easel's own tree. `$$` is the one in the document. */
export type ShadowElement = {
  readonly $$?: HTMLElement;
  readonly childNodes?: readonly ShadowElement[];
  readonly shadowRoot?: ShadowElement;
  readonly classList?: { toggle(name: string, on: boolean): void };
  readonly _$nodeAttributes?: Readonly<Record<string, unknown>>;
};
export type EventOptions = { readonly originalEvent?: TouchEvent & MouseEvent };

/** What a page is to its own code: `this`. */
export type Caller = Record<string, unknown> & { readonly data: Readonly<Record<string, unknown>> };
export type PageRoot = {
  get(): Caller;
  attach(parent: HTMLElement, placeholder: HTMLElement): void;
  release(): void;
  getComponent(): { triggerPageLifetime(name: string, args: unknown[]): void };
};
type Registrar = ((definition: object) => unknown) & { readonly trait?: unknown };
export type PartEnv = { Page: (d: object) => void; Component: (d?: object) => unknown; Behavior: Registrar };
export type CodeSpace = {
  addStyleSheet(path: string, styleSheet?: string, scope?: string): void;
  addComponentStaticConfig(path: string, config: object): void;
  addCompiledTemplate(path: string, template: object): void;
  componentEnv(path: string, work: (env: PartEnv) => void): void;
  behavior(): { definition(d: object): { register(): unknown } };
  getComponentSpace(): { updateComponentOptions(options: object): void };
};
export type AssociatedBackend = {
  registerStyleSheetContent(path: string, css: string): void;
  createRoot(tag: string, space: CodeSpace, path: string): PageRoot;
};
type OnEvent = (target: object, type: string, detail: unknown, options: EventOptions) => unknown;
type BackendContext = { onEvent(listener: OnEvent): void };
export type Env = {
  createCodeSpace(id: string, isMain: boolean): CodeSpace;
  associateBackend(backend: BackendContext): AssociatedBackend;
};

type Engine = {
  readonly CurrentWindowBackendContext: new () => BackendContext;
  readonly Element: { readonly prototype: Record<string, (...args: unknown[]) => unknown> };
  readonly globalOptions: { throwGlobalError: boolean };
  addGlobalErrorListener(listener: (error: unknown, meta: { readonly type?: string }) => void): void;
  addGlobalWarningListener(listener: (message: string) => void): void;
  triggerEvent(target: object, type: string, detail: unknown, options: object): unknown;
};

export const engine = glassEasel as unknown as Engine;
export const newEnv = (): Env => new (adapter as unknown as { MiniProgramEnv: new () => Env }).MiniProgramEnv();

import type { Settings } from '../runtime/settings.ts';

/** What the mini-program's window offers (runtime/boot.ts). */
type Preview = {
  settings(): Settings;
  changeSettings(change: Partial<Settings>): void;
  onSettings(listener: (now: Settings) => void): void;
  onComplaint(listener: (all: readonly string[]) => void): void;
  pull(): void;
};

const frame = document.getElementById('app') as HTMLIFrameElement;
const form = document.getElementById('panel') as HTMLFormElement;
const complaints = document.getElementById('complaints') as HTMLElement;
const field = (name: string): HTMLInputElement => form.elements.namedItem(name) as HTMLInputElement;
const preview = (): Preview | undefined => (frame.contentWindow as unknown as { __preview?: Preview }).__preview;
const restart = (): void => frame.contentWindow?.location.reload();

function show({ user, payment, messages, platform, fontSize, online, theme }: Settings): void {
  Object.entries({ user, payment, messages, platform, fontSize }).forEach(([name, value]) => {
    field(name).value = String(value);
  });
  [field('offline').checked, field('dark').checked] = [!online, theme === 'dark'];
}

/** Who holds the phone, and what phone it is, is settled when the mini-program is opened. */
const NEEDS_RESTART = ['user', 'platform', 'fontSize'];

form.addEventListener('change', ({ target }) => {
  const { name } = target as HTMLInputElement;
  preview()?.changeSettings({
    user: field('user').value.trim() || 'xiaoma',
    payment: field('payment').value as Settings['payment'],
    messages: field('messages').value as Settings['messages'],
    platform: field('platform').value as Settings['platform'],
    fontSize: Number(field('fontSize').value),
    online: !field('offline').checked,
    theme: field('dark').checked ? 'dark' : 'light',
  });
  if (NEEDS_RESTART.includes(name)) restart();
});
form.addEventListener('submit', (event) => event.preventDefault());
document.getElementById('pull')?.addEventListener('click', () => preview()?.pull());
document.getElementById('restart')?.addEventListener('click', restart);

function connect(): void {
  const shown = preview();
  if (!shown) return;
  show(shown.settings());
  shown.onSettings(show);
  complaints.textContent = '';
  shown.onComplaint((all) => {
    complaints.textContent = all.join('\n');
  });
}
frame.addEventListener('load', connect);
connect();

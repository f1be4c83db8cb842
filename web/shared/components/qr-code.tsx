import { useMemo } from 'preact/hooks';
import { qrModules, qrPath } from './qr-modules.ts';

type Props = { readonly text: string; readonly label: string; readonly isFaded?: boolean };

/** Drawn here: nobody else hears of the code. Dark on white in every theme, or phones do not read it. */
export function QrCode({ text, label, isFaded = false }: Props) {
  const { size, path } = useMemo(() => {
    const modules = qrModules(text);
    return { size: modules.size, path: qrPath(modules) };
  }, [text]);
  return (
    <svg
      class={isFaded ? 'qr is-faded' : 'qr'}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
      data-testid="qr"
    >
      <path fill="#fff" d={`M0 0h${size}v${size}h-${size}z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}

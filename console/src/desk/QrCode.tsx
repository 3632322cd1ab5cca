import type { ReactNode } from 'react';
import { encode } from 'uqr';

interface Props {
  readonly text: string;
  /** What it is, for those who do not see it. What it says must stand beside it. */
  readonly label: string;
}

/** In modules: without a light edge of this width readers do not find the code. */
const edge = 4;

/** A text that the camera of another device reads: dark on light in every mode, as readers want it. */
export function QrCode({ text, label }: Props): ReactNode {
  const { size, data } = encode(text, { ecc: 'M', border: edge });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg className="desk-code" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`}>
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join('')} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

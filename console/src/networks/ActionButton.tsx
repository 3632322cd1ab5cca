import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';

interface Props {
  /** What is in the way, in words; undefined: nothing. */
  readonly obstacle: string | undefined;
  readonly onClick: () => void;
  readonly variant?: ButtonProps.Variant;
  /** What it is about, for those who hear it alone. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** A button that says why it cannot be pressed. */
export function ActionButton({ obstacle, onClick, variant = 'normal', label, children }: Props): ReactNode {
  return (
    <Button
      variant={variant}
      disabled={obstacle !== undefined}
      {...(obstacle === undefined ? {} : { disabledReason: obstacle })}
      {...(label === undefined ? {} : { ariaLabel: label })}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}

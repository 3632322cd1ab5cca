import { type ReactNode, useEffect, useRef, useState } from 'react';

/**
 * Covers the whole page, with all that lies above it, and keeps everybody from it. It stays as it is beneath, with what was typed.
 * Only whoever shows it takes it away.
 */
export function Cover({ children }: { readonly children: ReactNode }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [title] = useState(() => document.title);
  useEffect(() => {
    show(dialog.current);
    return () => {
      document.title = title;
    };
  }, [title]);
  return (
    <dialog
      ref={dialog}
      className="cover"
      aria-labelledby="entry-title"
      onCancel={(event) => event.preventDefault()}
      // A browser lets nobody keep a dialog open against a second Escape.
      onClose={() => show(dialog.current)}
    >
      {children}
    </dialog>
  );
}

/** What is missing is typed first. */
function show(dialog: HTMLDialogElement | null): void {
  if (dialog?.open === false) dialog.showModal();
  const inputs = [...(dialog?.querySelectorAll('input') ?? [])];
  inputs.find(({ value }) => value === '')?.focus();
}

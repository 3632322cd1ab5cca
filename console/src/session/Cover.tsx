import { type ReactNode, useEffect, useRef, useState } from 'react';

/**
 * Covers the whole page, with all that lies above it, and keeps everybody from it. It stays as it is beneath, with what was typed.
 * Only whoever shows it takes it away.
 */
export function Cover({ children }: { readonly children: ReactNode }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [title] = useState(() => document.title);
  useEffect(() => {
    dialog.current?.showModal();
    // What is missing is typed first.
    const inputs = [...(dialog.current?.querySelectorAll('input') ?? [])];
    inputs.find(({ value }) => value === '')?.focus();
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
      onClose={() => dialog.current?.showModal()}
    >
      {children}
    </dialog>
  );
}

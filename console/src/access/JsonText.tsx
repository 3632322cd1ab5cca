import type { ReactNode } from 'react';

/** A JSON document, indented, to be read only; what is none stands as it is. */
export function JsonText({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
  return (
    <section aria-label={label}>
      <pre className="json">{indent(text)}</pre>
    </section>
  );
}

export function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

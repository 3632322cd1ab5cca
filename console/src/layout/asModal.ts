/**
 * For the `ref` of the heading of a modal: says that nothing behind the modal can be reached. The component keeps the focus in, but leaves
 * saying so to us.
 */
export function asModal(inside: HTMLElement | null): void {
  inside?.closest('[role=dialog]')?.setAttribute('aria-modal', 'true');
}

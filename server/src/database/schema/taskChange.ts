/**
 * What the running task of a desktop changes, and how far it is (column `task_change` of `desktops`). Where a desktop has to be off for
 * it, it is shut down, changed and started again.
 */
export type TaskChange = ProductChange;

interface Course {
  /** `stop`: until it is off, and changed in the moment in which it is; `start`: from then on. */
  readonly stage: 'stop' | 'start';
  /** It ran before, and is to run again. */
  readonly restart: boolean;
  /** Why it could not be changed: it is only started again. */
  readonly failure?: { readonly code: string; readonly reason: string };
}

export interface ProductChange extends Course {
  readonly kind: 'product';
  readonly productId: string;
}

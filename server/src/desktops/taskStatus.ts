/**
 * Whether a desktop's running task stands against a deletion (docs/reference/choices.md#what-refuses-a-deletion). Force has no
 * such guard (S13); a deletion that runs already does not stand against itself.
 */
export function taskForbidsDeletion(taskStatus: string, force: boolean): boolean {
  if (force) return false;
  return taskStatus !== '' && !isDeleting(taskStatus);
}

/** Whether a desktop's task word says that it is being deleted, also when that fails again and again. */
export function isDeleting(taskStatus: string): boolean {
  return taskStatus === 'deleting' || taskStatus === 'deleteFailed';
}

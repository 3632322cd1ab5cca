/** What a deletion is known by: the disk or snapshot that goes without its desktop, or the desktop. */
export function deletionIdOf(deletion: {
  readonly desktop_id: string;
  readonly volume_id?: string;
  readonly snapshot_id?: string;
}): string {
  return deletion.volume_id ?? deletion.snapshot_id ?? deletion.desktop_id;
}

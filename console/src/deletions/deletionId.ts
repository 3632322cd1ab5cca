/** What a deletion is known by: the disk that goes without its desktop, or the desktop. */
export function deletionIdOf(deletion: { readonly desktop_id: string; readonly volume_id?: string }): string {
  return deletion.volume_id ?? deletion.desktop_id;
}

/** The payload type of a signed statement of what came of putting a disk back to a snapshot. */
export const restoreReceiptType = 'application/vnd.deskplane.restore-receipt+json';
/** The known versions of such statements, and of the entries of the log that they refer to. */
export const restoreVersions: readonly number[] = [1];
/** The format and version of the file of a restore. */
export const restoreFormat = 'deskplane-restore-1' as const;

/** The payload type of a signed statement that old traces may be let go. */
export const checkpointType = 'application/vnd.deskplane.audit-checkpoint+json';
/** The payload type of the signature at the end of an export of traces. */
export const exportType = 'application/vnd.deskplane.audit-export+json';
/** The first field of such a file. */
export const exportFormat = 'deskplane-audit-1' as const;

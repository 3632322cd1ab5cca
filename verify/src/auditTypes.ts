/** The payload type of a checkpoint: a signed statement that audit events before it may be removed. */
export const checkpointType = 'application/vnd.deskplane.audit-checkpoint+json';
/** The payload type of the signature on the last line of an audit export. */
export const exportType = 'application/vnd.deskplane.audit-export+json';
/** The format and version of an audit export. */
export const exportFormat = 'deskplane-audit-1' as const;

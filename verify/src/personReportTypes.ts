/** The payload type of the signed statement that a report about a person was made. */
export const personReportType = 'application/vnd.deskplane.person-report+json';
/** The known versions of such reports. */
export const personReportVersions: readonly number[] = [1];
/** The format and version of the file of a report. */
export const personReportFormat = 'deskplane-person-report-1' as const;
/** Under which name the log commits to the whole report. */
export const reportField = 'report';

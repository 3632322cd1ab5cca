declare const brand: unique symbol;

/** A string that only the named kind of thing may be identified by, so that a port's id never lands in a volume's place. */
export type Brand<Name extends string> = string & { readonly [brand]: Name };

/** Account ("domain") id: 32 hex characters. */
export type DomainId = Brand<'DomainId'>;
/** IAM project id: 32 hex characters. Part of the key of every tenant query. */
export type ProjectId = Brand<'ProjectId'>;
/** IAM user id (an operator of the API, not a desktop user): 32 hex characters. */
export type IamUserId = Brand<'IamUserId'>;
/** Desktop id: lower-case UUID with dashes. */
export type DesktopId = Brand<'DesktopId'>;
/** Desktop user id (somebody who works on desktops): 32 hex characters. */
export type DesktopUserId = Brand<'DesktopUserId'>;
/** Id of a group of desktop users: 32 hex characters. */
export type UserGroupId = Brand<'UserGroupId'>;
/** Id of a device that makes the codes of a second factor: 32 hex characters. */
export type OtpDeviceId = Brand<'OtpDeviceId'>;
/** Id of a policy that names desktops: 32 hex characters. */
export type NamePolicyId = Brand<'NamePolicyId'>;
/** Id of an export of desktop users: 32 hex characters. */
export type ExportTaskId = Brand<'ExportTaskId'>;
/** Id of a scheduled task: UUID. */
export type TaskId = Brand<'TaskId'>;
/** Id of the record of one time that a scheduled task was due: UUID. */
export type TaskRecordId = Brand<'TaskRecordId'>;
/** Job id: lower-case UUID with dashes. */
export type JobId = Brand<'JobId'>;
/** Sub-job id: lower-case UUID with dashes. */
export type SubJobId = Brand<'SubJobId'>;
/** Id of an item of a desktop (its server, a volume, a port) in our own ledger: UUID. */
export type ItemId = Brand<'ItemId'>;
/** VPC id: UUID. */
export type VpcId = Brand<'VpcId'>;
/** Subnet id: UUID. */
export type SubnetId = Brand<'SubnetId'>;
/** Security group id: UUID. */
export type SecurityGroupId = Brand<'SecurityGroupId'>;
/** Id that an engine gave an item. Opaque; may be recycled by the engine, so always used with a {@link Generation}. */
export type ProviderId = Brand<'ProviderId'>;
/** What tells an item from a later one with the same provider id: a creation mark that the engine never reuses. */
export type Generation = Brand<'Generation'>;
/** Which key a disk is encrypted under, as the kernel names it: 32 lower-case hex characters. Says nothing about the key itself. */
export type KeyId = Brand<'KeyId'>;
/** Name given to an item at creation: unguessable, used once, recorded before the item is asked for (D7). */
export type SingleUseName = Brand<'SingleUseName'>;
/** A worker process of this service, new at every start. */
export type WorkerId = Brand<'WorkerId'>;

/**
 * Declares that a string is an id of the wanted kind. Only for ids that were just made, came out of the database's own
 * typed columns by another road, or passed a schema.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says which id it is
export function asId<Id extends Brand<string>>(text: string): Id {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where a text becomes an id
  return text as Id;
}

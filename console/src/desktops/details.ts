import type { Tag } from './TagsInput';

/** What a new desktop may have beside a name and a user. */
export interface Details {
  /** Undefined, here and below: what is usual. */
  readonly imageId: string | undefined;
  readonly productId: string | undefined;
  /** GB. */
  readonly diskSize: number | undefined;
  readonly dataDiskSize: number | undefined;
  readonly subnetId: string | undefined;
  /** None: the one that came with the project. */
  readonly groupIds: readonly string[];
  readonly isAdministrator: boolean;
  /** Undefined: as new desktops of the project are. */
  readonly isProtected: boolean | undefined;
  readonly tags: readonly Tag[];
}

export const noDetails: Details = {
  imageId: undefined,
  productId: undefined,
  diskSize: undefined,
  dataDiskSize: undefined,
  subnetId: undefined,
  groupIds: [],
  isAdministrator: false,
  isProtected: undefined,
  tags: [],
};

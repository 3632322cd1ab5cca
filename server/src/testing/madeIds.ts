import type {
  DesktopId,
  Generation,
  KeyId,
  ProjectId,
  ProviderId,
  SingleUseName,
  SubnetId,
  VpcId,
} from '../ids.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const hex = /^[0-9a-f]{32}$/;

/** A text made up by a test as the id it is meant to be. @throws {Error} when it does not even look like one */
export function made<Id extends string>(text: string, is: (text: string) => text is Id): Id {
  if (!is(text)) throw new Error(`the test made up an id that is none: ${text}`);
  return text;
}

export function isProjectId(text: string): text is ProjectId {
  return hex.test(text);
}

export function isDesktopId(text: string): text is DesktopId {
  return uuid.test(text);
}

export function isSubnetId(text: string): text is SubnetId {
  return uuid.test(text);
}

export function isVpcId(text: string): text is VpcId {
  return uuid.test(text);
}

export function isProviderId(text: string): text is ProviderId {
  return uuid.test(text);
}

export function isGeneration(text: string): text is Generation {
  return hex.test(text);
}

export function isKeyId(text: string): text is KeyId {
  return hex.test(text);
}

export function isSingleUseName(text: string): text is SingleUseName {
  return text.length > 16;
}

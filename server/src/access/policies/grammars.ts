import type { PolicyModel } from './types.js';

/** What a document of one model may hold, and how much of it. */
export interface Grammar {
  readonly model: PolicyModel;
  readonly version: string;
  readonly statementElements: readonly string[];
  readonly wildcards: '*' | '*?';
  /** A condition's only value may stand without a list. */
  readonly singleValues: boolean;
  readonly addresses: boolean;
  /** Where in a resource variables may stand; in conditions they may in both. */
  readonly variables: 'in the path' | 'everywhere';
  /** Resources may also be named by the path of a call. */
  readonly uris: boolean;
  readonly limits: {
    /** Characters. */
    readonly document: number;
    readonly statements: number;
    readonly actions: number;
    readonly actionLength: number;
    readonly resources: number;
    readonly resourceLength: number;
    readonly operators: number;
    readonly keys: number;
    readonly values: number;
    readonly valueLength: number;
    /** In the whole document: each is replaced anew for every thing of a list. */
    readonly variables: number;
  };
}

/**
 * Version 1.1 with the limits of docs/reference/policies.md#role-policies; 5.0 has only the document's length there, the others
 * are our own.
 */
export const grammars: Readonly<Record<PolicyModel, Grammar>> = {
  role: {
    model: 'role',
    version: '1.1',
    statementElements: ['Effect', 'Action', 'NotAction', 'Resource', 'Condition'],
    wildcards: '*',
    singleValues: false,
    addresses: false,
    variables: 'in the path',
    uris: true,
    limits: {
      document: 6144,
      statements: 8,
      actions: 100,
      actionLength: 128,
      resources: 10,
      resourceLength: 1500,
      operators: 10,
      keys: 10,
      values: 10,
      valueLength: 1024,
      variables: 200,
    },
  },
  identity: {
    model: 'identity',
    version: '5.0',
    statementElements: ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
    wildcards: '*?',
    singleValues: true,
    addresses: true,
    variables: 'everywhere',
    uris: false,
    limits: {
      document: 131_072,
      statements: 200,
      actions: 500,
      actionLength: 128,
      resources: 200,
      resourceLength: 1500,
      operators: 30,
      keys: 30,
      values: 200,
      valueLength: 1024,
      variables: 200,
    },
  },
};

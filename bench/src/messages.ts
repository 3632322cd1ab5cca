import { type Static, Type } from 'typebox';

/** In place of the socket of an engine host: the simulated engine. */
export const simulatedWord = 'simulated';

/** What the measured process says. */
export const Ready = Type.Object({
  type: Type.Literal('ready'),
  endpoint: Type.String(),
  floorEndpoint: Type.String(),
  projectId: Type.String(),
  subnetId: Type.String(),
  securityGroupId: Type.String(),
  /** Only from the first process on a database: that one makes the account. */
  signIn: Type.Union([
    Type.Object({ userName: Type.String(), password: Type.String(), domainName: Type.String() }),
    Type.Null(),
  ]),
});
export type Ready = Static<typeof Ready>;

export const Usage = Type.Object({
  type: Type.Literal('usage'),
  /** Milliseconds of processor time since the process began. */
  cpu: Type.Number(),
  /** MiB. */
  resident: Type.Number(),
  /** Statements sent to PostgreSQL, without those of {@link Usage} `watching`. */
  statements: Type.Number(),
  /** Statements that look through the fleet for desktops that ended by themselves: background work. */
  watching: Type.Number(),
});
export type Usage = Static<typeof Usage>;

/** What it is told. */
export const Command = Type.Union([
  Type.Literal('usage'),
  Type.Literal('hold'),
  Type.Literal('release'),
  Type.Literal('stop'),
]);
export type Command = Static<typeof Command>;

import { Type } from 'typebox';
import type { EngineHealth, EngineName } from '../engines/contract.js';
import { answerInTime } from '../retry/answerInTime.js';
import { flat } from './declare.js';
import { describeReadinessInChinese } from './readinessZh.js';
import { ErrorBody } from './schemas/errors.js';
import type { Server } from './server.js';

export interface HealthParts {
  /** Why a deletion could not be written down now; undefined: it could. */
  readonly whyNotWritable: () => Promise<string | undefined>;
  readonly engineName: EngineName;
  readonly engineHealth: () => Promise<EngineHealth>;
  /** What is wrong with the log, so that nothing in it is signed any further; undefined: nothing. */
  readonly logDamage: () => string | undefined;
}

/** In milliseconds. Whoever asks, such as a load balancer, gives up soon, and deletions are accepted without an engine. */
const enginePatience = 2_000;
const silent = { ready: false, reason: 'the engine does not answer' } as const;

const Part = Type.Object({ ready: Type.Boolean(), reason: Type.Optional(Type.String()) });
const Readiness = Type.Object({
  ready: Type.Boolean(),
  database: Part,
  engine: Type.Object({
    name: Type.String(),
    ...Part.properties,
    warnings: Type.Optional(
      Type.Array(Type.String(), { description: 'What the engine cannot do on this machine, in words.' }),
    ),
  }),
  log: Part,
});

/**
 * `/healthz`: the process lives. `/readyz`: a deletion can be accepted, which takes a database that writes and no engine:
 * what an engine that is away holds up goes on when it is back. A damaged log does not stop deletions either, but their
 * receipts, and is told.
 */
export function addHealthRoutes(app: Server, parts: HealthParts): void {
  app.get(
    '/healthz',
    flat('ShowHealth', 'Whether the process lives', {
      anonymous: true,
      answers: { 200: Type.Object({ status: Type.String() }) },
    }),
    async () => ({ status: 'ok' }),
  );
  app.get(
    '/readyz',
    flat('ShowReadiness', 'Whether a deletion can be accepted now', {
      anonymous: true,
      answers: { 200: Readiness, 503: Type.Union([Readiness, ErrorBody]) },
    }),
    async (request, reply) => {
      const say = request.language === 'zh' ? describeReadinessInChinese : (sentence: string) => sentence;
      const [reason, health] = await Promise.all([
        parts.whyNotWritable(),
        answerInTime(parts.engineHealth(), enginePatience, silent).catch((error: unknown) => ({
          ready: false as const,
          reason: error instanceof Error ? error.message : silent.reason,
        })),
      ]);
      const database = reason === undefined ? { ready: true } : { ready: false, reason: say(reason) };
      const damage = parts.logDamage();
      const log =
        damage === undefined
          ? { ready: true }
          : {
              ready: false,
              reason: say(
                `the log was changed from outside, and nothing in it is signed any further: ${damage}`,
              ),
            };
      const engine =
        health.ready && health.warnings !== undefined
          ? { name: parts.engineName, ready: true, warnings: health.warnings.map(say) }
          : {
              name: parts.engineName,
              ...(health.ready ? { ready: true } : { ...health, reason: say(health.reason) }),
            };
      const body = { ready: database.ready, database, engine, log };
      return reply.code(database.ready ? 200 : 503).send(body);
    },
  );
}

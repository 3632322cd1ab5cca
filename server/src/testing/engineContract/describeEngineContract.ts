import { after, before, describe } from 'node:test';
import type { Engine } from '../../engines/contract.js';
import { describeCreations } from './contractOfCreations.js';
import { describeDisks } from './contractOfDisks.js';
import { describeEnds } from './contractOfEnds.js';
import { describeFiles } from './contractOfFiles.js';
import { describePower } from './contractOfPower.js';
import { describeRules } from './contractOfRules.js';
import type { EngineUnderTest } from './engineUnderTest.js';

/** An engine to test, and how to end it or to end and start it anew over the same world. */
export interface MadeEngine {
  readonly engine: Engine;
  close(): Promise<void>;
  restart?(): Promise<Engine>;
}

/** Registers the test cases that every engine has to pass. They share one engine and disturb each other's items not at all. */
export function describeEngineContract(name: string, makeEngine: () => Promise<MadeEngine>): void {
  describe(`the ${name} engine keeps the engine contract`, () => {
    let made: MadeEngine | undefined;
    let restarted: Engine | undefined;
    before(async () => {
      made = await makeEngine();
    });
    after(() => made?.close());
    const opened = (): MadeEngine => {
      if (made === undefined) throw new Error('There is no engine yet.');
      return made;
    };
    const subject: EngineUnderTest = {
      get engine() {
        return restarted ?? opened().engine;
      },
      get restart() {
        const engine = opened();
        if (engine.restart === undefined) return undefined;
        return async () => {
          restarted = await engine.restart?.();
        };
      },
    };
    describe('of creations', () => describeCreations(subject));
    describe('of ends', () => describeEnds(subject));
    describe('of power', () => describePower(subject));
    describe('of disks', () => describeDisks(subject));
    describe('of rules', () => describeRules(subject));
    describe('of files', () => describeFiles(subject));
  });
}

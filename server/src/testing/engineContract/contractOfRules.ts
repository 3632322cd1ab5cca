import assert from 'node:assert/strict';
import { it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { createSurely, removeSurely, specsOfDesktop, untilStatus } from '../engineItems.js';
import { waitUntil } from '../waitUntil.js';
import { creationMark, type EngineUnderTest, unknownRef } from './engineUnderTest.js';

/** What may pass a port. */
export function describeRules(subject: EngineUnderTest): void {
  it('changes the rules of a port, and refuses those of one that is not there', async () => {
    const ref = await createSurely(subject.engine, specsOfDesktop(subject.engine).port());
    const rule = { direction: 'ingress', family: 4, protocol: 'tcp', remote: ['100.64.9.0/24'] } as const;
    for (const rules of [
      [rule],
      [
        { ...rule, portMin: 22, portMax: 443 },
        { ...rule, family: 6, remote: [] },
      ],
      [],
    ] as const) {
      await waitUntil(() => subject.engine.setPortRules(ref, rules).then(() => true), 'the rules are set');
    }
    await untilStatus(subject.engine, ref, 'available');
    await assert.rejects(
      subject.engine.setPortRules({ ...ref, generation: creationMark() }, []),
      EngineError,
    );
    await assert.rejects(subject.engine.setPortRules(unknownRef('port'), [rule]), EngineError);
    await removeSurely(subject.engine, ref);
    await assert.rejects(subject.engine.setPortRules(ref, [rule]), EngineError);
  });
}

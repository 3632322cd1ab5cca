import assert from 'node:assert/strict';
import { it } from 'node:test';
import { withoutMachine } from './withoutMachine.js';

it('an engine’s words reach clients without paths of the machine and ids of the engine', () => {
  for (const [words, told] of [
    ['no space left on device', 'no space left on device'],
    [
      'the file of the disk is gone: /var/lib/deskplane/engine/volumes/ab12cd.img',
      'the file of the disk is gone: …',
    ],
    [
      'mount /dev/loop3 on "/run/deskplane/x": bad superblock, try again',
      'mount … on "…": bad superblock, try again',
    ],
    ['two disks of the server are both /dev/vda', 'two disks of the server are both /dev/vda'],
    [
      'the volume 0b8e1f80-1111-4222-8333-444455556666 is in use by the desktop desk-1',
      'the volume is in use by the desktop desk-1',
    ],
    ['there is no key 00112233445566778899aabbccddeeff', 'there is no key'],
    [
      '100.64.0.0/24 and/or 1/2 CPUs, https://example.com/a',
      '100.64.0.0/24 and/or 1/2 CPUs, https://example.com/a',
    ],
  ] as const)
    assert.equal(withoutMachine(words), told);
});

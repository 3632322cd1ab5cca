import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;

before(async () => {
  service = await startTestService();
  deskplane = await prepareDeskplane(service.credentials);
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

/** @returns what it printed */
async function run(...words: string[]): Promise<string> {
  const { stdout, stderr, code } = await deskplane.run(...words);
  assert.equal(code, 0, stderr);
  return stdout;
}

describe('deskplane network, subnet and security-group', () => {
  it('make a network with a subnet, a group with a rule, and a desktop in them', async () => {
    const made = JSON.parse(await run('network', 'create', 'blue', '--cidr', '192.168.0.0/16', '--json'));
    assert.deepEqual([made.name, made.cidr], ['blue', '192.168.0.0/16']);
    const place = ['--network', 'blue', '--cidr', '192.168.1.0/24', '--dns', '9.9.9.9', '--dns', '1.1.1.1'];
    assert.match(await run('subnet', 'create', 'b1', ...place), /^b1 is there\. Its ID is [0-9a-f-]{36}\.$/m);
    const listed = await run('subnet', 'list', '--network', 'blue');
    assert.match(listed, /b1 +blue +192\.168\.1\.0\/24 +192\.168\.1\.1 +9\.9\.9\.9, 1\.1\.1\.1 +- +253 /);
    await run('security-group', 'create', 'web', '--description', 'Web servers');
    const rule = [
      'security-group',
      'allow',
      'web',
      '--protocol',
      'tcp',
      '--ports',
      '22,80-90',
      '--range',
      '10.1.0.0/16',
    ];
    assert.match(await run(...rule), /^The rule is in web\. Its ID is [0-9a-f-]{36}\.$/m);
    await run('security-group', 'allow', 'web', '--out', '--protocol', 'icmp', '--group', 'web');
    assert.match(await run('security-group', 'show', 'web'), /in +IPv4 +tcp +22,80-90 +10\.1\.0\.0\/16 /);
    await run('desktop', 'create', '--name', 'there', '--subnet', 'b1', '--security-group', 'web', '--wait');
    assert.match(await run('desktop', 'list'), /there +running +- +192\.168\.1\.2 /);
  });

  it('change them, and say what is there, in both languages', async () => {
    assert.equal(await run('network', 'edit', 'blue', '--description', 'Team'), 'blue is changed.\n');
    assert.match(await run('network', 'list'), /blue +192\.168\.0\.0\/16 +1 +Team /);
    assert.equal(await run('subnet', 'edit', 'b1', '--name', 'b2', '--dns', ''), 'b2 is changed.\n');
    assert.match(await run('subnet', 'list', '--json'), /"dnsList": \[\]/);
    assert.equal(await run('security-group', 'edit', 'web', '--name', 'www'), 'www is changed.\n');
    const inChinese = await deskplane.runInChinese('security-group', 'list');
    assert.match(inChinese.stdout, /名称 +规则 +描述/);
    const nothing = await deskplane.run('network', 'edit', 'blue');
    assert.deepEqual([nothing.code, nothing.stdout], [2, '']);
    const missing = await deskplane.run('network', 'edit', 'red', '--name', 'x');
    assert.equal(missing.code, 3);
    assert.match(missing.stderr, /there is no network "red"/);
    const outside = await deskplane.run(
      'subnet',
      'create',
      'x',
      '--network',
      'blue',
      '--cidr',
      '10.0.0.0/24',
    );
    assert.equal(outside.code, 1);
    assert.match(outside.stderr, /10\.0\.0\.0\/24 is not within 192\.168\.0\.0\/16/);
  });

  it('delete nothing that is used, and say so', async () => {
    const used: readonly [readonly string[], RegExp][] = [
      [['network', 'delete', 'blue', '--yes'], /blue was not deleted: The VPC has subnets/],
      [['subnet', 'delete', 'b2', '--yes'], /b2 was not deleted: The subnet is still used/],
      [
        ['security-group', 'delete', 'www', '--yes'],
        /www was not deleted: .*desktops are in the security group/,
      ],
    ];
    for (const [words, why] of used) {
      const asking = await deskplane.run(...words.slice(0, -1));
      assert.deepEqual([asking.code, asking.stdout], [2, ''], 'nobody can be asked');
      assert.match(asking.stderr, /Nothing was deleted\. Pass --yes/);
      const kept = await deskplane.runAtTerminal('no', ...words.slice(0, -1));
      assert.match(kept.stdout, new RegExp(`These will be deleted: ${words[2]}[^]*Nothing was deleted\\.`));
      const answer = await deskplane.run(...words);
      assert.equal(answer.code, 1, words.join(' '));
      assert.match(answer.stderr, why);
    }
    await run('desktop', 'delete', 'there', '--yes', '--wait');
    const rules = JSON.parse(await run('security-group', 'show', 'www', '--json')).security_group_rules;
    const rule = rules.find(({ protocol }: { protocol: string | null }) => protocol === 'tcp');
    await run('security-group', 'revoke', rule.id);
    await run('security-group', 'delete', 'www', '--yes');
    await run('subnet', 'delete', 'b2', '--yes');
    assert.equal(await run('network', 'delete', 'blue', '--yes'), 'blue is deleted.\n');
  });
});

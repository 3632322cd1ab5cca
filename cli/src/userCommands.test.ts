import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { Failure } from './failure.js';
import { type Deskplane, deskplanePath, prepareDeskplane, run } from './testing/runDeskplane.js';
import { en } from './testing/words.js';
import { readUserTable } from './users/readUserTable.js';

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

const names = async (): Promise<string[]> => {
  const { stdout } = await deskplane.run('user', 'list', '--json');
  return JSON.parse(stdout).users.map((user: { user_name: string }) => user.user_name);
};
async function importing(content: string | Buffer, ...words: string[]) {
  const file = join(deskplane.directory, 'users.csv');
  await writeFile(file, content);
  return deskplane.run('user', 'import', file, ...words);
}

describe('desktop users at the command line', () => {
  it('are not read from a file that is far too large, and what stands in one is shown by its beginning', async () => {
    const large = await importing(`user_name\n${'x,'.repeat(3 * 1024 * 1024)}`);
    assert.equal(large.code, 1);
    assert.match(large.stderr, /the file has 7 MB; a table of users has 4 MB at most/);
    const wide = await importing(`user_name,${'y'.repeat(100_000)}\nann,1\n`);
    assert.equal(wide.code, 1);
    assert.match(wide.stderr, /y{60}…/);
    assert.ok(wide.stderr.length < 1_000);
  });

  it('are imported from standard input', async () => {
    const rows = (table: string) =>
      run(
        '/bin/sh',
        ['-c', `${table} | "$0" "$1" user import - --dry-run`, process.execPath, deskplanePath],
        {
          environment: { DESKPLANE_CREDENTIALS: deskplane.credentialsPath },
        },
      );
    const preview = await rows("printf 'name,email\\npip,pip@example.com\\n'");
    assert.equal(preview.code, 0, preview.stderr);
    assert.match(preview.stdout, /^2 +pip +pip@example\.com/m);
    const large = await rows('head -c 5000000 /dev/zero');
    assert.equal(large.code, 1);
    assert.match(large.stderr, /a table of users has 4 MB at most/);
  });

  it('are created, listed and deleted, all or none', async () => {
    const made = await deskplane.run('user', 'create', 'ann', '--email', 'ann@example.com');
    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stdout, /^ann is created: [0-9a-f]{32}\n$/);
    await deskplane.run('desktop', 'create', '--user', 'bob', '--wait');
    const list = await deskplane.run('user', 'list');
    assert.match(
      list.stdout,
      /^NAME +EMAIL +PHONE +DESKTOPS +STATE +ID\nann +ann@example.com +- +0 +no password/,
    );
    // This service does not know its own address.
    assert.match(made.stderr, /ann has no password and cannot sign in yet.*DESKPLANE_PUBLIC_URL/);
    const unasked = await deskplane.run('user', 'delete', 'ann');
    assert.deepEqual([unasked.code, /Nobody was deleted/.test(unasked.stderr)], [2, true]);
    assert.equal((await deskplane.run('user', 'delete', 'ann', 'nobody', '--yes')).code, 3);
    const together = await deskplane.run('user', 'delete', 'ann', 'bob', '--yes');
    assert.equal(together.code, 1, 'bob has a desktop');
    assert.deepEqual(await names(), ['ann', 'bob']);
    assert.equal((await deskplane.run('user', 'delete', 'ann', '--yes')).code, 0);
    assert.deepEqual(await names(), ['bob']);
    const contactless = await deskplane.run('user', 'create', 'eve');
    assert.deepEqual([contactless.code, /--email or --phone is missing/.test(contactless.stderr)], [1, true]);
  });
});

describe('an import of users', () => {
  it('names what is wrong by row and column, and creates nobody then', async () => {
    const untouched = await names();
    const wrong = await importing(
      [
        'Name,Email,到期时间',
        'fine,fine@example.com,',
        'no way,x@example.com,',
        '',
        'mail,not-an-address,',
        'FINE,other@example.com,',
        'bob,bob@example.com,',
        ',lost@example.com,',
        'late,late@example.com,tomorrow',
        'many,many@example.com,,more',
        'silent,,',
      ].join('\n'),
    );
    assert.equal(wrong.code, 1);
    assert.match(wrong.stdout, /^ROW +COLUMN +WHAT IS WRONG$/m);
    for (const [row, column, reason] of [
      [3, 'Name', 'must'],
      [5, 'Email', 'must be one email address'],
      [6, 'Name', 'FINE is in row 2 already'],
      [7, 'Name', 'a user bob exists'],
      [8, 'Name', 'is empty'],
      [9, '到期时间', 'is neither 0 nor a time'],
      [10, '-', 'has more cells than the 3 columns'],
      [11, 'user_email', 'or user_phone is missing|Email'],
    ] as const)
      assert.match(wrong.stdout, new RegExp(`^${row} +(${column}|Email) .*(${reason})`, 'm'));
    assert.match(wrong.stderr, /Nobody was created: 8 cells or rows are wrong/);
    assert.deepEqual(await names(), untouched);
    const { error, faults } = JSON.parse((await importing('name,email\n-,x@example.com\n', '--json')).stdout);
    assert.deepEqual([error.exit_code, faults[0].row, faults[0].column], [1, 2, 'name']);
  });

  it('previews, creates, and is taken up again with --skip-existing', async () => {
    const table = '\ufeffuser_name,user_email,password\r\nsue,"sue@example.com",\r\ntom,,Correct-Horse-7\r\n';
    const preview = await importing(table, '--dry-run');
    assert.equal(preview.code, 0, preview.stderr);
    assert.match(preview.stdout, /^2 +sue +sue@example\.com/m);
    assert.ok(!preview.stdout.includes('Correct-Horse-7'), 'no password is shown');
    assert.ok(!(await names()).includes('sue'));
    const done = await importing(table);
    assert.deepEqual([done.code, done.stdout], [0, '2 users are created.\n'], done.stderr);
    assert.match(done.stderr, /Without a password, and not invited: 1\./);
    assert.match((await deskplane.run('user', 'list')).stdout, /^tom .* active/m);
    const again = await importing(`${table}uma,uma@example.com\r\n`, '--skip-existing');
    assert.deepEqual([again.code, again.stdout], [0, '1 user is created, 2 existed.\n'], again.stderr);
    assert.deepEqual(await names(), ['bob', 'sue', 'tom', 'uma']);
  });
});

describe('a table of users', () => {
  it('is read as UTF-8 with or without a mark, as GBK, and with other separators', () => {
    const gbk = Buffer.concat([
      Buffer.from([0xd3, 0xc3, 0xbb, 0xa7, 0xc3, 0xfb]),
      Buffer.from(','),
      Buffer.from([0xc3, 0xe8, 0xca, 0xf6]),
      Buffer.from('\r\nli,'),
      Buffer.from([0xb2, 0xe2, 0xca, 0xd4]),
    ]);
    for (const bytes of [
      Buffer.from('用户名,描述\nli,测试\n'),
      Buffer.from('\ufeff用户名;描述\nli;测试'),
      Buffer.from('用户名\t描述\n"li"\t"测试"\n'),
      gbk,
    ]) {
      const { rows, titles } = readUserTable(bytes, en);
      assert.deepEqual(rows, [{ row: 2, fields: { user_name: 'li', description: '测试' } }]);
      assert.equal(titles['description'], '描述');
    }
  });

  it('is refused when it is none, or more than 1000 rows, or of columns that nobody knows', () => {
    const refusing = (content: string | Buffer, reason: RegExp) =>
      assert.throws(
        () => readUserTable(Buffer.from(content), en),
        (error: unknown) => error instanceof Failure && reason.test(error.message),
      );
    refusing('', /no rows below its titles/);
    refusing('name\n', /no rows/);
    refusing('email\nx@example.com\n', /no column user_name/);
    refusing('name,colour\nann,red\n', /"colour" is unknown/);
    refusing('name,user\nann,ann\n', /two columns of user_name/);
    refusing('name\n"ann\n', /is not CSV/);
    refusing(Buffer.from('name\nann\n', 'utf16le'), /neither UTF-8 nor GBK/);
    refusing(Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xff]), /neither UTF-8 nor GBK/);
    refusing(`name,email\n${'a,a@example.com\n'.repeat(1001)}`, /1001 rows; 1000 are allowed/);
    assert.equal(readUserTable(Buffer.from(`name\n${'a\n'.repeat(1000)}`), en).rows.length, 1000);
  });
});

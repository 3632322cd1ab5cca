import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import pg from 'pg';
import { type DatabaseTarget, nameHost, readDatabaseUrl } from './hosts.js';

function targetOf(url: string): DatabaseTarget {
  const target = readDatabaseUrl(url);
  assert.ok(typeof target !== 'string', url);
  return target;
}

const hostsOf = (url: string): string[] => targetOf(url).hosts.map(nameHost);

describe('the hosts of a connection string', () => {
  it('are read by the rules of libpq, however they are written', () => {
    const expected = new Map([
      ['postgres://db/x', ['db:5432']],
      ['postgresql://u:p@a,b:5433/x', ['a:5432', 'b:5433']],
      ['postgres://u@[::1]:1,[fe80::2]/x', ['[::1]:1', '[fe80::2]:5432']],
      ['postgres:///x?host=a,b', ['a:5432', 'b:5432']],
      ['postgres:///x?host=a,b&port=6000', ['a:6000', 'b:6000']],
      ['postgres:///x?host=a,b&port=6000,6001', ['a:6000', 'b:6001']],
      ['postgres://u@a,b/x?port=6000,', ['a:6000', 'b:5432']],
      ['postgres:///x?host=/run/one,db', ['/run/one', 'db:5432']],
      ['postgres://%2Frun%2Fone/x', ['/run/one']],
      ['postgres:///x', ['localhost:5432']],
    ]);
    for (const [url, hosts] of expected) assert.deepEqual(hostsOf(url), hosts, url);
  });

  it('are refused when they cannot be meant so, without a part of the URL in the words', () => {
    const refused = new Map([
      ['postgres://u:geheim@a,b/x?port=1,2,3', /2 hosts and 3 ports/],
      ['postgres://u:geheim@a:x/x', /name:port/],
      ['postgres://u:geheim@a/x?port=70000', /1 to 65535/],
      ['postgres://u:geheim@a:0/x', /1 to 65535/],
      ['postgres://u:geheim@a/x?target_session_attrs=standby', /any, read-write or primary/],
      ['postgres:u:geheim', /connection string/],
    ]);
    for (const [url, words] of refused) {
      const problem = readDatabaseUrl(url);
      assert.ok(typeof problem === 'string', url);
      assert.match(problem, words);
      assert.doesNotMatch(problem, /geheim/);
    }
  });

  it('are each a URL that pg understands, with everything else in it', () => {
    const target = targetOf('postgres://u:p%40ss@a:1,[::1]:2/x?options=-c%20jit%3Doff');
    assert.deepEqual(
      target.hosts.map((host) => {
        const { host: name, port, user, password, database } = new pg.Client(target.urlOf(host));
        return { name, port, user, password, database };
      }),
      [
        { name: 'a', port: 1, user: 'u', password: 'p@ss', database: 'x' },
        { name: '::1', port: 2, user: 'u', password: 'p@ss', database: 'x' },
      ],
    );
  });
});

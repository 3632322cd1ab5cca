import { Type } from 'typebox';
import { nullable, oneOf, TextOrNull } from '../http/schemas/values.js';

const Bytes = Type.Integer({ description: 'Bytes.' });

export const InstallationBody = Type.Object({
  version: Type.String(),
  node_version: Type.String(),
  instance_id: Type.String({ description: 'Tells this installation from others on the machine.' }),
  started_at: Type.String(),
  data_dir: Type.String(),
  settings_file: nullable(Type.String({ description: 'The YAML file with settings; null: none was read.' })),
  region: Type.String(),
  public_url: nullable(
    Type.String({ description: 'Where clients reach the service; null: where it listens.' }),
  ),
  tls: nullable(
    Type.Object({
      subject: Type.String(),
      issuer: Type.String(),
      names: Type.Array(Type.String()),
      valid_from: Type.String(),
      valid_to: Type.String(),
    }),
  ),
  engine: Type.Object({
    name: oneOf(['local', 'simulated']),
    architecture: oneOf(['x86', 'arm']),
    disk_encrypted: nullable(Type.Boolean({ description: 'Null: not known yet.' })),
    disk_size_enforced: nullable(Type.Boolean({ description: 'Null: not known yet.' })),
    screens: Type.Boolean(),
    files: Type.Boolean({ description: 'Whether files go to and from a screen.' }),
    own_images: Type.Boolean({ description: 'Whether images can be imported.' }),
  }),
  database: Type.Object({
    embedded: Type.Boolean({ description: 'Whether it came with this installation.' }),
    version: Type.String({ description: 'Of PostgreSQL.' }),
    schema: Type.String({ description: 'The newest migration that ran.' }),
    size_bytes: Bytes,
  }),
  log: Type.Object({
    id: Type.String(),
    size: Type.Integer({ description: 'Entries that have their place in the log.' }),
    root: TextOrNull,
  }),
  settings: Type.Array(
    Type.Object({
      name: Type.String(),
      source: oneOf(['default', 'environment', 'file']),
      value: nullable(
        Type.String({ description: 'Null: it is set and may hold a password, so that nobody is shown it.' }),
      ),
      default: Type.String({ description: 'Empty: nothing.' }),
      meaning: Type.String(),
    }),
  ),
});

const FileSystem = { size_bytes: Bytes, free_bytes: Bytes };

export const InstallationRoomBody = Type.Object({
  memory: Type.Object({
    size_bytes: Bytes,
    available_bytes: Type.Integer({ description: 'Bytes that programs can still have.' }),
  }),
  data: Type.Object(FileSystem, { description: 'The file system that holds the data directory.' }),
  disks: nullable(
    Type.Object(
      {
        ...FileSystem,
        reserve_bytes: Type.Integer({
          description: 'Bytes of free space that disks leave to the rest of the machine.',
        }),
        promised_bytes: Type.Integer({
          description: 'Sum of the sizes of all disks in bytes. They are sparse: what they hold is less.',
        }),
        promisable_bytes: Type.Integer({ description: 'The most that this sum may be.' }),
      },
      { description: 'Null: the engine has no disks on this machine, or does not answer.' },
    ),
  ),
});

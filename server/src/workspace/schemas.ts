import { Type } from 'typebox';
import { oneLineText } from '../http/schemas/text.js';
import { nullable, oneOf, TextOrNull } from '../http/schemas/values.js';

const Text = Type.String();
const Group = Type.Object({ id: Text, name: Text });

/** Every field of `ListWorkspacesResponse`. */
export const WorkspaceAnswer = Type.Object({
  id: Text,
  is_global: Type.Boolean(),
  ad_domains: Type.Object({
    domain_type: Text,
    domain_name: Text,
    domain_admin_account: Text,
    active_domain_name: Text,
    active_domain_ip: Text,
    standby_domain_name: Text,
    standby_domain_ip: Text,
    active_dns_ip: Text,
    standby_dns_ip: Text,
    delete_computer_object: Text,
    use_ldaps: Type.Boolean(),
    tls_config: Type.Null(),
    cba_enabled: Type.Boolean(),
    certificate_id: Type.Null(),
    domain_controllers: Type.Array(Type.Unknown()),
  }),
  vpc_id: Text,
  vpc_name: Text,
  access_mode: Text,
  adn_conflict_network: TextOrNull,
  dedicated_subnets: Text,
  dedicated_access_address: Text,
  internet_access_address: Text,
  internet_access_port: Text,
  status: Text,
  access_status: Text,
  subnet_ids: Type.Array(Type.Object({ subnet_id: Text })),
  vpc_config_infos: Type.Array(
    Type.Object({
      vpc_id: Text,
      subnet_ids: Type.Array(Text),
      used_subnet_ids: Type.Array(Text),
      default_access_vpc: Type.Boolean(),
    }),
  ),
  management_subnet_cidr: Text,
  infrastructure_security_group: Group,
  desktop_security_group: Group,
  closable: Type.Boolean({
    description: 'Whether nothing is left in the service, so that it can be closed.',
  }),
  config_status: Text,
  progress: Text,
  job_id: TextOrNull,
  fail_code: nullable(Type.Integer()),
  fail_reason: TextOrNull,
  enterprise_id: Text,
  enterprise_project_id: Text,
  is_send_email: Type.Boolean(),
  authorized_collect_log: Type.Boolean(),
  authorized_hda_upgrade: Type.Boolean(),
  site_configs: Type.Array(Type.Unknown()),
  dc_vnc_ip: TextOrNull,
  is_authorized_install_agent: Type.Boolean(),
  is_support_ipv6: Type.Boolean(),
  enable_user_create_snapshot: Type.Boolean(),
  desk_url: nullable(
    Type.String({
      description: 'Where the users of desktops sign in; null: the service does not know its own address.',
    }),
  ),
  mail_delivery: oneOf(['sent', 'kept'], {
    description: 'kept: there is no mail server, so that mails become files and nobody gets them.',
  }),
});

export const ApplyWorkspaceBody = Type.Object({
  ad_domains: Type.Object({
    domain_type: oneOf(['LITE_AS', 'LOCAL_AD']),
    delete_computer_object: Type.Optional(oneOf([0, 1])),
  }),
  vpc_id: Type.Optional(Type.String({ maxLength: 255 })),
  subnet_ids: Type.Optional(
    Type.Array(Type.Object({ subnet_id: Type.String({ minLength: 1, maxLength: 255 }) }), { maxItems: 100 }),
  ),
  enterprise_id: Type.Optional(Type.String({ maxLength: 32, pattern: '^[a-zA-Z0-9_-]*$' })),
  is_send_email: Type.Optional(Type.Boolean()),
});

export const UpdateWorkspaceBody = Type.Object({
  is_send_email: Type.Optional(Type.Boolean()),
  ad_domains: Type.Optional(
    Type.Object({
      delete_computer_object: Type.Optional(oneOf([0, 1])),
    }),
  ),
  enterprise_id: Type.Optional(Type.String({ maxLength: 32, pattern: '^[a-zA-Z0-9_-]*$' })),
  subnet_ids: Type.Optional(Type.Array(Type.String({ maxLength: 5000 }), { maxItems: 100 })),
  internet_access_port: Type.Optional(Type.String({ maxLength: 10 })),
});

export const CheckEnterpriseIdBody = Type.Object({
  enterprise_id: Type.String({ minLength: 1, maxLength: 32 }),
});
export const CheckEnterpriseIdAnswer = Type.Object({ enterprise_id: Text, is_used: Type.Boolean() });

/** Clients write the word in several ways. */
export const UnlockWorkspaceBody = Type.Object({
  operate_type: Type.String({ minLength: 1, maxLength: 255 }),
});

export const LockWorkspaceBody = Type.Object({
  lock_reason: oneLineText(255, { minLength: 1 }),
});

export const UpdateWorkspaceAnswer = Type.Object({
  job_id: TextOrNull,
  enterprise_id: Text,
  dc_vnc_ip: TextOrNull,
});

/** `is_locked` is what the Terraform provider's library reads, `is_lock` what the interface documents. */
export const LockAnswer = Type.Object({
  is_lock: Type.Integer(),
  is_locked: Type.Integer(),
  lock_time: Text,
  lock_reason: Text,
});

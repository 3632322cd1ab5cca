/** Texts by the name of the field; the first that fits its schema is taken. */
type Texts = readonly (readonly [RegExp, readonly string[]])[];

export const uuid = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';
export const hex = '0bec5db98280d2d02fd6c00c2de791ce';

/** What is sent, and answered as well. */
export const texts: Texts = [
  [/^(project|domain|parent|user|group|role|agency|enterprise_project)(s)?_id$|\.id$|^id$/, [hex, uuid]],
  [/^(desktop|job|image|item|vpc|subnet|network|device)_id$/, [uuid, hex]],
  [/^upload_id$/, [hex]],
  [/^mail_id$/, ['5f0c3a9d1be2474f8c6a7d90e1f2a3b4c5d6e7f8']],
  [/^policy_id$/, [uuid]],
  [/^version_id$/, ['v2']],
  [/^access_key$/, ['HST3WGAQ0PQK5EXAMPLE']],
  [/email|^recipient$/, ['ann@example.com']],
  [/phone|mobile/, ['13800000000']],
  [/^areacode$/, ['0086']],
  [/password$/, ['Desk-2026-Plane']],
  [/^policy_document$/, [policy5()]],
  [/^policy_name$/, ['DesktopReaders']],
  [/^display_name$/, ['Desktop readers']],
  [/user_names?$/, ['ann']],
  [/^computer_names?$/, ['ann-desk']],
  [/^(desktop_ip|ip_address|public_ip|source_ip)$/, ['192.168.0.10']],
  [/^mac_address$/, ['fa:16:3e:d5:b3:02']],
  [/^availability_zone(_id)?$/, ['default']],
  [/_time$|^accepted_(after|before)$/, ['2026-01-31T08:00:00Z', '2026-01-31T08:00Z']],
  [/^account_expires$/, ['0']],
  [/^key$/, ['team']],
  [/^value$/, ['blue']],
  [/^tag$/, ['team=blue']],
  [/^description(_cn)?$/, ['Desktops of the blue team']],
  [/^reason$/, ['The disk was removed by hand.']],
  [/^operation$/, ['DeleteDesktop']],
  [/^name$/, ['blue', 'region-1_blue']],
  [/^path(_prefix)?$/, ['teams/blue/']],
  [/^generation$/, ['1']],
  [/^methods$/, ['password']],
  [/^effective$|^include_names$/, ['true']],
  [/^marker$/, [hex]],
  [/^limit$/, ['10']],
  [/^offset$/, ['0']],
  [/^\*$/, ['index.html']],
  [/^if-match$/, [`"${hex}${hex}"`]],
];

const time = '2026-01-31T08:00:00Z';

/** What is answered, and sent where no other is. */
export const answeredTexts: Texts = [
  [/(?:^|_)(?:at|since|until|from|to)$|^(?:created|updated|modified|time|when_created)$/, [time]],
  [/^(?:self|href|url|public_url)$/, ['https://desks.example.com/v3']],
  [/^(?:next|previous|next_marker|lock_reason|task_status|last_error|fail_reason)$/, ['']],
  [/^(?:statu|status)$/, ['ACTIVE']],
  [/^(?:login|connect)_status$/, ['REGISTERED']],
  [/^attach_state$/, ['ATTACHED']],
  [/^desktop(?:_detail)?_type$/, ['DEDICATED']],
  [/^(?:desktop_name|os_host_name|resource_name)$/, ['ann-desk']],
  [/^architecture$/, ['x86']],
  [/^os_type$/, ['Linux']],
  [/^os_version$/, ['Debian 12']],
  [/^image_type$/, ['gold']],
  [/^product_id$/, ['workspace.x86.large']],
  [/^flavor_id$/, ['x86.large']],
  [/^cpu$/, ['4']],
  [/^memory$/, ['8192']],
  [/^system_disk_type$/, ['SAS']],
  [/^system_disk_size$/, ['80']],
  [/^(?:engine|issuer)$/, ['local']],
  [/cidr|ip_prefix$/, ['192.168.0.0/20']],
  [/^gateway_ip$|dns/, ['192.168.0.1']],
  [/(?:^|_)ip(?:_addresse)?$|^ipv4$|^addr$/, ['192.168.0.10']],
  [/mac(?:_addr)?$/, ['fa:16:3e:d5:b3:02']],
  [/^user_group$/, ['sudo']],
  [/^active_type$/, ['USER_ACTIVATE']],
  [/^access_mode$/, ['default']],
  [/^error_code$/, ['DPL.0423']],
  [/^(?:error_msg|message|detail)$/, ['The desktop is protected against deletion.']],
  [
    /^(?:request|trace|transaction|instance|account|principal|tenant|key)_id$|^(?:domainId|projectId)$/,
    [hex],
  ],
  [/^(?:k|retired_k|key)id$/, ['r2Jb4n0mF8yT1uW6cXz9QkLhVsEaDgPoIiNq7ZwR5tM']],
  [/^(?:payload|sig|x|salt|secret|securitytoken)$/, ['q2hIb4n0mF8yT1uW6cXz9Q==']],
  [/^payloadType$/, ['application/vnd.deskplane.receipt+json']],
  [/digest$|_hash$|^root$|^expected$/, [`${hex}${hex}`]],
  [/^access$/, ['HST3WGAQ0PQK5EXAMPLE']],
  [/^region(?:_id)?$/, ['local-1']],
  [/^(?:action|failed_action)$/, ['workspace:desktops:delete']],
  [/^(?:trace_name|job_type)$/, ['deleteDesktops']],
  [/^service_type$/, ['WORKSPACE']],
  [/^resource_type$/, ['desktop']],
  [/^trace_rating$/, ['normal']],
  [/^code$/, ['204']],
  [/^(?:version|node_version|api_version)$/, ['1.0']],
  [/^(?:receive_mode)$/, ['VMFA']],
];

function policy5(): string {
  return JSON.stringify({
    Version: '5.0',
    Statement: [{ Effect: 'Allow', Action: ['workspace:desktops:list', 'workspace:desktops:get'] }],
  });
}

/** Of Version 1.1. Its form is checked by its own rules, not by a schema. */
export const policyDocument = {
  Version: '1.1',
  Statement: [{ Effect: 'Allow', Action: ['workspace:desktops:list'] }],
};

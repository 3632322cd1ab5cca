"""openstacksdk, on which openstackclient stands, reads lists page by page: its loop must come to the end of each.

Argument: the service's credentials.json. Prints for each list how many entries it has, read whole and in pages, as JSON.
"""

import json
import sys
from itertools import islice

import openstack

with open(sys.argv[1], encoding="utf-8") as file:
    facts = json.load(file)

identity = openstack.connect(
    auth={
        "auth_url": f"{facts['endpoint']}/v3",
        "username": facts["user_name"],
        "password": facts["password"],
        "user_domain_name": facts["domain_name"],
        "project_id": facts["project_id"],
    },
    region_name=facts["region"],
).identity

# More than any of the lists has: a loop without end is cut off here.
most = 200
lists = {
    "users": identity.users,
    "groups": identity.groups,
    "projects": identity.projects,
    "roles": identity.roles,
    "domains": identity.domains,
    "role assignments": identity.role_assignments,
}
print(
    json.dumps(
        {
            name: {
                "whole": len(list(read())),
                "in_pages": len(list(islice(read(limit=1), most))),
            }
            for name, read in lists.items()
        }
    )
)

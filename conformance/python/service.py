"""The SDK's clients for the service under test, made the way the SDK's own documentation makes them."""

import json
import sys
from dataclasses import dataclass

from huaweicloudsdkcore.auth.credentials import BasicCredentials, GlobalCredentials
from huaweicloudsdkiam.v3 import IamClient
from huaweicloudsdkiam.v5 import IamClient as IamClientV5
from huaweicloudsdksts.v1 import StsClient
from huaweicloudsdkworkspace.v2 import WorkspaceClient

with open(sys.argv[1], encoding="utf-8") as file:
    facts = json.load(file)


@dataclass(frozen=True)
class Caller:
    """Whoever signs: a permanent access key, or a temporary one with its token."""

    access_key: str
    secret_key: str
    security_token: str | None = None

    def in_project(self):
        credentials = BasicCredentials(self.access_key, self.secret_key, facts["project_id"])
        return credentials.with_security_token(self.security_token) if self.security_token else credentials

    def in_account(self):
        credentials = GlobalCredentials(self.access_key, self.secret_key, facts["domain_id"])
        return credentials.with_security_token(self.security_token) if self.security_token else credentials

    @property
    def workspace(self):
        return _client(WorkspaceClient, self.in_project())

    @property
    def sts(self):
        return _client(StsClient, self.in_project())

    @property
    def iam(self):
        return _client(IamClient, self.in_account())

    @property
    def iam5(self):
        return _client(IamClientV5, self.in_account())


def _client(kind, credentials):
    return kind.new_builder().with_credentials(credentials).with_endpoints([facts["endpoint"]]).build()


account = Caller(facts["access_key"], facts["secret_key"])

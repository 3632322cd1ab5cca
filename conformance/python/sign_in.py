"""All the ways in: keys, a name of a region, a password, a token, a temporary key."""

from huaweicloudsdkcore.auth.credentials import BasicCredentials, GlobalCredentials
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkcore.signer.algorithm import SigningAlgorithm
from huaweicloudsdkiam.v3 import (
    AuthScope,
    AuthScopeProject,
    CreateTemporaryAccessKeyByTokenRequest,
    CreateTemporaryAccessKeyByTokenRequestBody,
    IamClient,
    IdentityToken,
    KeystoneCreateUserTokenByPasswordRequest,
    KeystoneCreateUserTokenByPasswordRequestBody,
    KeystoneListAuthProjectsRequest,
    KeystoneValidateTokenRequest,
    PwdAuth,
    PwdIdentity,
    PwdPassword,
    PwdPasswordUser,
    PwdPasswordUserDomain,
    TokenAuth,
    TokenAuthIdentity,
)
from huaweicloudsdksts.v1 import GetCallerIdentityRequest
from huaweicloudsdkworkspace.v2 import ListProductsRequest, ShowQuotasRequest, WorkspaceClient

from checks import checking, expect, refusal
from service import Caller, account, facts


def token_of(name, password):
    """A token scoped to the project, by password."""
    user = PwdPasswordUser(PwdPasswordUserDomain(facts["domain_name"]), name, password)
    auth = PwdAuth(
        identity=PwdIdentity(methods=["password"], password=PwdPassword(user)),
        scope=AuthScope(project=AuthScopeProject(id=facts["project_id"])),
    )
    request = KeystoneCreateUserTokenByPasswordRequest(
        body=KeystoneCreateUserTokenByPasswordRequestBody(auth)
    )
    answer = account.iam.keystone_create_user_token_by_password(request)
    return answer.x_subject_token, answer.token


def temporary_key(token):
    """A temporary access key that a token is exchanged for."""
    identity = TokenAuthIdentity(methods=["token"], token=IdentityToken(id=token, duration_seconds=900))
    body = CreateTemporaryAccessKeyByTokenRequestBody(TokenAuth(identity))
    request = CreateTemporaryAccessKeyByTokenRequest(body=body)
    credential = account.iam.create_temporary_access_key_by_token(request).credential
    return Caller(credential.access, credential.secret, credential.securitytoken)


def check_sign_in():
    """Checks all the ways in, and returns a temporary key of the account."""
    region = Region(facts["region"], facts["endpoint"])
    with checking("an access key signs for its project"):
        account.workspace.list_products(ListProductsRequest())
    with checking("the project is found by the name of its region"):
        credentials = BasicCredentials(facts["access_key"], facts["secret_key"])
        credentials.with_iam_endpoint(facts["endpoint"])
        builder = WorkspaceClient.new_builder().with_credentials(credentials).with_region(region)
        builder.build().list_products(ListProductsRequest())
        expect(credentials.project_id, facts["project_id"], "the project")
    with checking("the account is found without its id"):
        credentials = GlobalCredentials(facts["access_key"], facts["secret_key"])
        credentials.with_iam_endpoint(facts["endpoint"])
        builder = IamClient.new_builder().with_credentials(credentials).with_region(region)
        builder.build().keystone_list_auth_projects(KeystoneListAuthProjectsRequest())
        expect(credentials.domain_id, facts["domain_id"], "the account")
    with checking("STS says who signs"):
        identity = account.sts.get_caller_identity(GetCallerIdentityRequest())
        expect(identity.account_id, facts["domain_id"], "the account")
    with checking("a signature with SM3 in the place of SHA-256 is understood"):
        config = HttpConfig(signing_algorithm=SigningAlgorithm.HMAC_SM3)
        builder = WorkspaceClient.new_builder().with_http_config(config).with_credentials(account.in_project())
        builder.with_endpoints([facts["endpoint"]]).build().list_products(ListProductsRequest())
    with checking("a wrong secret key is refused with 401"):
        stranger = Caller(facts["access_key"], "0" * 40)
        refusal(lambda: stranger.workspace.list_products(ListProductsRequest()), 401)
    with checking("a wrong password is refused with 401"):
        refusal(lambda: token_of(facts["user_name"], "not-the-Password-1"), 401)
    with checking("a password is good for a token, and the token shows what it is good for"):
        token, shown = token_of(facts["user_name"], facts["password"])
        expect(shown.project.id, facts["project_id"], "the token's project")
        request = KeystoneValidateTokenRequest(x_subject_token=token)
        validated = account.iam.keystone_validate_token(request).token
        expect(validated.user.name, facts["user_name"], "the token's user")
    temporary = None
    with checking("a token is good for a temporary access key, and that signs for the project"):
        temporary = temporary_key(token)
        temporary.workspace.show_quotas(ShowQuotasRequest())
    with checking("a temporary access key without its token is refused with 401"):
        stripped = Caller(temporary.access_key, temporary.secret_key)
        refusal(lambda: stripped.workspace.list_products(ListProductsRequest()), 401)
    return temporary

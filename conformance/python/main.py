"""The official Python SDK against a running service. Argument: its credentials.json."""

from desktop_life import check_desktop_life
from permissions import check_permissions
from service import account
from sign_in import check_sign_in
from user_list import check_user_list

temporary = check_sign_in()
check_desktop_life(account, "pya", "an access key")
if temporary is not None:
    check_desktop_life(temporary, "pyt", "a temporary access key")
check_permissions()
check_user_list()

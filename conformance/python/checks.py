"""Tells the checks line by line: "ok NAME", or "not ok NAME: WHY"."""

from contextlib import contextmanager

from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException


@contextmanager
def checking(name):
    """What is in its block has to run through. Whatever it raises is told, and the next check goes on."""
    try:
        yield
    except Exception as error:  # one broken check must not hide the others
        why = " ".join(f"{type(error).__name__}: {error}".split())
        print(f"not ok {name}: {why}", flush=True)
    else:
        print(f"ok {name}", flush=True)


def expect(found, wanted, what):
    if found != wanted:
        raise AssertionError(f"{what} should be {wanted!r} and is {found!r}")


def refusal(call, status):
    """Makes a call that has to be refused with this HTTP status, and returns the SDK's exception."""
    try:
        call()
    except ServiceResponseException as refused:
        expect(refused.status_code, status, "the HTTP status")
        return refused
    raise AssertionError(f"it was not refused with {status}")

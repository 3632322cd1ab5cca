"""Checks what `deskplane receipt get` prints, without the service: python3 verify_receipt.py RECEIPT [KEYS]

KEYS: a published key set (/.well-known/jwks.json) that was got elsewhere; without it the receipt's own keys count, which proves
less. Needs the package `cryptography`. Every step is explained in ../en/receipt-format.md.
"""
import base64, hashlib, hmac, json, re, sys
try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError: sys.exit("This needs the package cryptography: pip install cryptography")

GRADES = {"absent": ["api-absent", "host-confirmed"], "detached": ["seen-unused"], "released": [None]}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

def demand(holds, why):
    if not holds: raise ValueError(why)

def sha256(data): return hashlib.sha256(data).digest()

def shown(text): return "".join(one if one.isprintable() else "?" for one in str(text))  # harmless for a terminal

def canonical(value):  # RFC 8785, as far as needed: names are ASCII, and numbers are whole
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

def parse(data):
    try: value = json.loads(data)
    except ValueError: raise ValueError("it is not JSON: the file was cut or is another one") from None
    demand(canonical(value) == data, "it is not JSON in canonical form")
    return value

def root(node, index, size, path):  # RFC 6962, 2.1.1: the last hash of the path is that of the other half of the tree
    if size == 1: return demand(index == 0 and not path, "an entry has no such place") or node
    half, (*rest, other) = 1 << (size - 1).bit_length() - 1, path
    if index < half: return sha256(b"\1" + root(node, index, half, rest) + bytes.fromhex(other))
    return sha256(b"\1" + bytes.fromhex(other) + root(node, index - half, size - half, rest))

def logged(entry, proof, head):
    found = root(sha256(b"\0" + entry), proof["index"], head["size"], proof["path"]).hex()
    demand(found == head["root"], f"entry {proof['index']} does not lead to the root of the log")
    return parse(entry)

def unseal(envelope, kind, keys):  # DSSE: what is signed names the kind of the statement
    [signature], payload = envelope["signatures"], base64.b64decode(envelope["payload"], validate=True)
    demand(envelope["payloadType"] == (name := f"application/vnd.deskplane.{kind}+json"), f"it is no {name}")
    signed = f"DSSEv1 {len(name)} {name} {len(payload)} ".encode() + payload
    demand(signature["keyid"] in keys, f"the key {signature['keyid']} of the {kind} is not in the file")
    try: keys[signature["keyid"]].verify(base64.b64decode(signature["sig"], validate=True), signed)
    except InvalidSignature: raise ValueError(f"the signature of the {kind} does not fit: it was changed") from None
    return payload

def in_order(*times):
    known = [time for time in times if time is not None]
    demand(all(map(TIME.fullmatch, known)) and known == sorted(known), f"this cannot be: {' before '.join(known)}")

def check_item(item, plan, start, end):
    ended, grade, asked = item["ended"], item["absence_grade"], [item["asked_at"], item["last_asked_at"]]
    for name in plan: demand(plan[name] in (None, item[name]), f"{name} of an item is not that of the acceptance")
    demand(ended in GRADES, f"the end {ended!r} is unknown")
    demand(grade in GRADES[ended], f"the grade {grade!r} is unknown of what is {ended}")
    demand(item["released_by" if ended == "released" else "observed_by"], "nobody says how an item ended")
    demand((ended, item["intent"]) != ("detached", "delete"), "an item was to go and is only detached")
    demand(item["ended_at"] and (item["first_absent_at"] or ended != "absent"), "an item was not seen gone")
    in_order(item["planned_at"], start, *asked, item["first_absent_at"], item["ended_at"], end)
    in_order(item["born_at"], *asked, item["ended_at"])

def verify(file, trusted=None):
    bundle, keys = parse(file.removesuffix(b"\n")), {}
    demand(bundle["format"] == "deskplane-receipt-1", f"the format {bundle['format']!r} is unknown")
    for key in bundle["keys"]:
        thumbprint = sha256(canonical({name: key[name] for name in ("crv", "kty", "x")}))  # RFC 7638
        demand(base64.urlsafe_b64encode(thumbprint).decode() == key["kid"] + "=", "a key's id is not its fingerprint")
        demand(trusted is None or key["kid"] in [one["kid"] for one in trusted["keys"]], f"{key['kid']} is not trusted")
        keys[key["kid"]] = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key["x"] + "="))
    head, payload = [parse(unseal(bundle["head"], "tree-head", keys)), base64.b64decode(bundle["acceptance"]["payload"])]
    receipt = logged(unseal(bundle["receipt"]["envelope"], "deletion-receipt", keys), bundle["receipt"], head)
    acceptance = logged(payload, bundle["acceptance"], head)
    demand((receipt["type"], acceptance["type"]) == ("deletion-receipt", "acceptance"), "it is no receipt of a deletion")
    demand(receipt["version"] in (1, 2), f"version {receipt['version']!r} of receipts is unknown")
    copied = {name: receipt[name] for name in ("desktop_id", "project_id")} | receipt["accepted"]
    demand(copied.pop("entry") == sha256(b"\0" + payload).hex(), "it refers to another acceptance")
    for name in copied: demand(copied[name] == acceptance[name], f"{name} is not that of the acceptance")
    start, end, items = acceptance["at"], receipt["completed_at"], {item["item_id"]: item for item in receipt["items"]}
    demand(len(items) == len(receipt["items"]) == len(acceptance["items"]), "other items than were accepted")
    for plan in acceptance["items"]: check_item(items[plan["item_id"]], plan, start, end)
    for raised in [{"at": start}, *receipt["raised_later"]]: in_order(start, raised["at"], end)
    people = {f"user:{user['user_id']}": user for user in receipt["users"]}
    places = {"desktop": receipt, "actor": receipt["accepted"]["actor"], **people}
    for one in bundle["openings"]:
        said = canonical([one["subject"], one["field"], one["value"]])
        seal = hmac.new(bytes.fromhex(one["salt"]), said, hashlib.sha256).hexdigest()
        demand(places[one["subject"]][one["field"]] == seal, f"it does not commit to the {one['field']}")
    notes = [f"{item['kind']} {item['provider_id'] or '-'}: never seen gone; released by {item['released_by']}, "
             f"{item['ended_at']}: {shown(item['release_reason'])}" for item in items.values() if item["ended"] == "released"]
    released = len(notes)
    for addendum in bundle["addenda"]:
        later = logged(unseal(addendum["envelope"], "receipt-addendum", keys), addendum, head)
        demand(later["desktop_id"] == receipt["desktop_id"], "an addendum is about another desktop")
        for name in later: in_order(end, later[name] if name.endswith("_at") else None)
        told = [later.get(name) for name in ("user_id", "sent_at", "undeliverable_at", "cause", "smtp_status")]
        notes.append(f"{shown(later['type'])}: {', '.join(shown(one) for one in told if one)}")
    engine = receipt.get("engine", {"name": None, "simulated": None})  # version 1 says it of the items only
    simulated = "simulated" in [engine["name"], *(item["observed_by"] for item in items.values())]
    demand(engine["simulated"] in (None if receipt["version"] == 1 else True, simulated), "it claims to be real")
    names = {engine["name"], *(item["observed_by"] for item in items.values())} - {None}
    return receipt["desktop_id"], ", ".join(sorted(names)), bool(engine["simulated"] or simulated), released, notes

def read(path):
    try: return open(path, "rb").read()
    except OSError as error: usage(f"{path} cannot be read: {error.strerror}")

def usage(problem):
    print(*filter(None, [problem, "Usage: python3 verify_receipt.py RECEIPT [KEYS]"]), sep="\n", file=sys.stderr)
    sys.exit(2)

def main(words):
    if {"-h", "--help"} & set(words): return print(__doc__.strip())
    if len(words) not in (1, 2): usage("Name a receipt, and at most one key set.")
    file, *trusted = map(read, words)
    try: trusted = [{"keys": [{"kid": key["kid"]} for key in json.loads(text)["keys"]]} for text in trusted]
    except (ValueError, KeyError, TypeError): usage(f"{words[1]} is no key set.")
    try: desktop, engine, simulated, released, notes = verify(file, *trusted)
    except ValueError as error: sys.exit(f"The receipt is not valid: {error}")
    except Exception as error: sys.exit(f"The receipt is not valid: its form is wrong ({type(error).__name__}: {error})")
    print(f"Engine: {shown(engine)}.{' SIMULATED: nothing real was deleted.' if simulated else ''}")
    what = f"{'the simulated desktop' if simulated else 'desktop'} {desktop} is deleted"
    print(f"The receipt is valid: {what}{f', except {released} never seen gone' if released else ''}.", *notes, sep="\n  ")

if __name__ == "__main__": main(sys.argv[1:])

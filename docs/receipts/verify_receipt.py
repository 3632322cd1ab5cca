"""Checks what `deskplane receipt get`, `deskplane report` or `deskplane snapshot receipt` wrote, without the service: python3 verify_receipt.py RECEIPT [KEYS]

RECEIPT: a receipt, a report about a person with the receipts in it, or the receipt of a restore. KEYS: a published key set (/.well-known/jwks.json) that was got elsewhere; without it the receipt's own keys count, which proves
less. Needs Python 3.11 and the package `cryptography`. Every step is explained in ../en/receipt-format.md.
"""
import base64, datetime, hashlib, hmac, json, re, sys
try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError: sys.exit("This needs the package cryptography: pip install cryptography")

GRADES = {"absent": ["api-absent", "host-confirmed", "crypto-erased"], "detached": ["seen-unused"], "released": [None]}
COPIED = ["plan_digest", "at", "request_id", "job_id", "actor", "allowed_by", "flags"]
RESTORED = ["project_id", "desktop_id", "volume_id", "snapshot_id", "job_id"]
CONTENTS = {"restored": "as-in-the-snapshot", "failed": "as-before-or-as-in-the-snapshot"}
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
HASH, KEY = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{32}")

def demand(holds, why):
    if not holds: raise ValueError(why)

def sha256(data): return hashlib.sha256(data).digest()

def shown(text): return "".join(one if one.isprintable() else "?" for one in str(text))  # harmless for a terminal

def canonical(value):  # RFC 8785, as far as needed: names are ASCII, and numbers are whole
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

def parse(data):
    try: value = json.loads(data, parse_float=refuse_number, parse_constant=refuse_number)
    except json.JSONDecodeError: raise ValueError("it is not JSON: the file was cut or is another one") from None
    demand(canonical(value) == data, "it is not JSON in canonical form")
    return value

def refuse_number(text): raise ValueError(f"{text} is no whole number")

def fields(value, names, optional=""):  # these and no others
    known = set(names.split())
    demand(known <= set(value) <= known | set(optional.split()), f"there are other fields than {names}")
    return value

def unbase64(text):  # the one text of its bytes
    data = base64.b64decode(text, validate=True)
    demand(base64.b64encode(data).decode() == text, "something is not base64")
    return data

def is_text(*values): return all(isinstance(value, str) and value for value in values)

def root(node, index, size, path):  # RFC 6962, 2.1.1: the last hash of the path is that of the other half of the tree
    if size == 1: return demand(index == 0 and not path, "an entry has no such place") or node
    half, (*rest, other) = 1 << (size - 1).bit_length() - 1, path
    demand(HASH.fullmatch(other), "a path holds something that is no hash")
    if index < half: return sha256(b"\1" + root(node, index, half, rest) + bytes.fromhex(other))
    return sha256(b"\1" + bytes.fromhex(other) + root(node, index - half, size - half, rest))

def logged(entry, proof, head):
    demand(type(proof["index"]) is int and type(proof["path"]) is list, "an entry has no such place")
    found = root(sha256(b"\0" + entry), proof["index"], head["size"], proof["path"]).hex()
    demand(found == head["root"], f"entry {proof['index']} does not lead to the root of the log")
    return parse(entry)

def unseal(envelope, kind, keys, used):  # DSSE: what is signed names the kind of the statement
    [signature] = fields(envelope, "payload payloadType signatures")["signatures"]
    used.add(fields(signature, "keyid sig")["keyid"])
    payload, name = unbase64(envelope["payload"]), f"application/vnd.deskplane.{kind}+json"
    demand(envelope["payloadType"] == name, f"it is no {name}")
    signed = f"DSSEv1 {len(name)} {name} {len(payload)} ".encode() + payload
    demand(signature["keyid"] in keys, f"the key {signature['keyid']} of the {kind} is not in the file")
    try: keys[signature["keyid"]].verify(unbase64(signature["sig"]), signed)
    except InvalidSignature: raise ValueError(f"the signature of the {kind} does not fit: it was changed") from None
    return payload

def read_key(key, trusted):
    fields(key, "alg crv kid kty use x")
    demand((key["alg"], key["crv"], key["kty"], key["use"]) == ("EdDSA", "Ed25519", "OKP", "sig"), "it is no Ed25519 key")
    thumbprint = sha256(canonical({name: key[name] for name in ("crv", "kty", "x")}))  # RFC 7638
    demand(base64.urlsafe_b64encode(thumbprint).decode() == key["kid"] + "=", "a key's id is not its fingerprint")
    demand(trusted is None or key["kid"] in [one["kid"] for one in trusted["keys"]], f"{key['kid']} is not trusted")
    return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key["x"] + "="))

def in_order(*times):
    known = [time for time in times if time is not None]
    for time in known: demand(TIME.fullmatch(time) and datetime.datetime.fromisoformat(time), f"{time} is no time")
    demand(known == sorted(known), f"this cannot be: {' before '.join(known)}")

def check_item(item, plan, start, end):
    ended, grade, asked = item["ended"], item["absence_grade"], [item["asked_at"], item["last_asked_at"]]
    for name in ("kind", "intent"): demand(plan[name] == item[name], f"{name} of an item is not that of the acceptance")
    for name in ("provider_id", "generation"):
        demand(plan[name] in (None, item[name]), f"{name} of an item is not that of the acceptance")
    demand(ended in GRADES, f"the end {ended!r} is unknown")
    demand(grade in GRADES[ended], f"the grade {grade!r} is unknown of what is {ended}")
    told = ["released_by", "release_reason"] if ended == "released" else ["observed_by"]
    demand(is_text(*(item[name] for name in told)), "nobody says how an item ended")
    demand((ended, item["intent"]) != ("detached", "delete"), "an item was to go and is only detached")
    demand(item["ended_at"] and (item["first_absent_at"] or ended != "absent"), "an item was not seen gone")
    demand(item["planned_at"] == start, "an item was not planned when the deletion was accepted")
    in_order(start, *asked, item["first_absent_at"], item["ended_at"], end)
    in_order(item["created_at"], *asked, item["ended_at"])
    check_key(item, plan, start)

def check_key(item, plan, start):  # of the data at rest; without the field the service did not tell
    demand("key" not in item or item["kind"] in ("volume", "snapshot"), f"a {item['kind']} has no key")
    key = fields(item.get("key") or {"id": None, "destroyed_at": None}, "destroyed_at id")
    demand(item.get("key") is None or is_text(key["id"]) and KEY.fullmatch(key["id"]), "the id of a key is none")
    erased = item["absence_grade"] == "crypto-erased"
    demand(erased == (key["destroyed_at"] is not None), "the grade of an item is not what became of its key")
    demand(plan["provider_id"] is None or key["id"] == plan.get("key_id"), "a key is not that of the acceptance")
    in_order(start, key["destroyed_at"], item["ended_at"])

def open_file(bundle, trusted, used):  # the keys in the file, and the head of the log
    demand(type(bundle["keys"]) is list, "a list is none")
    keys = {key["kid"]: read_key(key, trusted) for key in bundle["keys"]}
    head = parse(unseal(bundle["head"], "tree-head", keys, used))
    demand(type(head["size"]) is int and is_text(head["log"], head["time"]), "it is no head of a log")
    return keys, head

def demand_keys(bundle, used):
    demand(sorted(used) == sorted(key["kid"] for key in bundle["keys"]), "the keys in the file are not those that signed it")

def verify(file, trusted=None):  # what a receipt says once it is found to be valid
    bundle, used = parse(file.removesuffix(b"\n")), set()
    demand(bundle["format"] == "deskplane-receipt-1", f"the format {bundle['format']!r} is unknown")
    fields(bundle, "acceptance addenda format head keys openings receipt", "consistency")
    for one in (bundle["receipt"], *bundle["addenda"]): fields(one, "envelope index path")
    for one in (bundle["addenda"], bundle["openings"]): demand(type(one) is list, "a list is none")
    keys, head = open_file(bundle, trusted, used)
    receipt = logged(unseal(bundle["receipt"]["envelope"], "deletion-receipt", keys, used), bundle["receipt"], head)
    payload = unbase64(fields(bundle["acceptance"], "index path payload")["payload"])
    acceptance = logged(payload, bundle["acceptance"], head)
    demand((receipt["type"], acceptance["type"]) == ("deletion-receipt", "acceptance"), "it is no receipt of a deletion")
    version, accepted = receipt["version"], receipt["accepted"]
    demand(type(version) is int and version in (1, 2, 3, 4), f"version {version!r} of receipts is unknown")
    demand(accepted["entry"] == sha256(b"\0" + payload).hex(), "it refers to another acceptance")
    for said, names in ((receipt, ["desktop_id", "volume_id", "snapshot_id", "project_id"]), (accepted, COPIED)):
        for name in names: demand(same(said.get(name), acceptance.get(name)), f"{name} is not that of the acceptance")
    start, end, items = acceptance["at"], receipt["completed_at"], {item["item_id"]: item for item in receipt["items"]}
    demand(is_text(start, end), "it does not say when")
    demand(len(items) == len(receipt["items"]) == len(acceptance["items"]), "other items than were accepted")
    check_part(receipt)
    for plan in acceptance["items"]: check_item(items[plan["item_id"]], plan, start, end)
    demand(type(receipt["raised_later"]) is type(receipt["users"]) is list, "a list is none")
    for raised in receipt["raised_later"]: demand(is_text(raised["at"]), "it does not say when")
    for raised in [{"at": start}, *receipt["raised_later"]]: in_order(start, raised["at"], end)
    check_openings(bundle["openings"], receipt)
    notes = [note_item(item) for item in receipt["items"] if item["ended"] == "released"]
    released = len(notes)
    for addendum in bundle["addenda"]:
        later = logged(unseal(addendum["envelope"], "receipt-addendum", keys, used), addendum, head)
        demand(later["desktop_id"] == receipt["desktop_id"], "an addendum is about another desktop")
        for name in later: in_order(end, later[name] if name.endswith("_at") else None)
        notes.append(note_addendum(later))
    demand_keys(bundle, used)
    engine, simulated = read_engine(receipt, acceptance)
    ahead = read_clock(receipt, simulated)
    return {"desktop": receipt["desktop_id"], "volume": receipt.get("volume_id"), "snapshot": receipt.get("snapshot_id"), "engine": engine, "simulated": simulated, "ahead": ahead, "released": released, "notes": notes,
            "log": head["log"], "hash": sha256(b"\0" + unbase64(bundle["receipt"]["envelope"]["payload"])).hex()}

def verify_report(file, trusted=None):  # about a person: the log holds a commitment to the document, which names the receipts
    bundle, used = parse(file.removesuffix(b"\n")), set()
    demand(bundle["format"] == "deskplane-person-report-1", f"the format {bundle['format']!r} is unknown")
    fields(bundle, "document format head keys receipts report salt", "consistency")
    keys, head = open_file(bundle, trusted, used)
    signed, document = fields(bundle["report"], "envelope index path"), bundle["document"]
    said = logged(unseal(signed["envelope"], "person-report", keys, used), signed, head)
    demand_keys(bundle, used)
    version = said["version"]
    demand(type(version) is int and version == 1, f"version {version!r} of reports is unknown")
    demand(HASH.fullmatch(bundle["salt"]), "the salt is not 32 bytes")
    text = canonical([f"user:{said['user_id']}", "report", canonical(document).decode()])
    seal = hmac.new(bytes.fromhex(bundle["salt"]), text, hashlib.sha256).hexdigest()
    demand(said["document"] == seal, "the document is not the one that the log speaks of")
    told = [document["person"]["user_id"], document["project_id"], document["made_at"], document["made_by"]["user_id"]]
    demand(told == [said[name] for name in ("user_id", "project_id", "made_at", "made_by")],
           "the document is about another person, project, time or caller")
    named = {one["receipt_hash"]: one["desktop_id"] for one in document["deletions"] if one["receipt_hash"]}
    receipts = [verify(canonical(one), trusted) for one in bundle["receipts"]]
    for one in receipts:
        demand(one["log"] == head["log"], f"the receipt of desktop {one['desktop']} is of another log")
        demand(named.pop(one["hash"], None) == one["desktop"], f"the document does not name the receipt of {one['desktop']}")
    demand(not named, "a receipt that the document names is missing")
    return {"user": said["user_id"], "name": document["person"]["user_name"], "at": said["made_at"], "receipts": receipts}

def verify_restore(file, trusted=None):  # of a disk to a snapshot: what the engine answered, and the request before it
    bundle, used = parse(file.removesuffix(b"\n")), set()
    demand(bundle["format"] == "deskplane-restore-1", f"the format {bundle['format']!r} is unknown")
    fields(bundle, "acceptance format head keys receipt", "consistency")
    keys, head = open_file(bundle, trusted, used)
    signed = fields(bundle["receipt"], "envelope index path")
    receipt = logged(unseal(signed["envelope"], "restore-receipt", keys, used), signed, head)
    demand_keys(bundle, used)
    payload = unbase64(fields(bundle["acceptance"], "index path payload")["payload"])
    request = logged(payload, bundle["acceptance"], head)
    demand((receipt["type"], request["type"]) == ("restore-receipt", "restore"), "it is no receipt of a restore")
    for said in (receipt, request):
        version = said["version"]
        demand(type(version) is int and version == 1, f"version {version!r} of restores is unknown")
    accepted, key, engine = receipt["accepted"], receipt["key"], receipt["engine"]
    demand(accepted["entry"] == sha256(b"\0" + payload).hex(), "it refers to another acceptance")
    demand(accepted["at"] == request["at"], "accepted.at is not that of the acceptance")
    for name in (*RESTORED, "volume", "snapshot"):
        demand(same(receipt[name], request[name]), f"{name} is not that of the acceptance")
    parts = [receipt[part][name] for part in ("volume", "snapshot") for name in ("provider_id", "generation")]
    demand(is_text(*(receipt[name] for name in RESTORED), *parts, request["actor"]["user_id"]), "it does not say what it is about")
    times = [receipt["snapshot"]["created_at"], accepted["at"], receipt["ended_at"]]
    demand(is_text(*times), "it does not say when")
    in_order(*times)
    demand(is_text(engine["name"]) and engine["name"] == request["engine"], "its engine is not the one that accepted it")
    demand(engine["simulated"] is (engine["name"] == "simulated"), "its engine claims to be what it is not")
    demand((key and fields(key, "destroyed_at id")["id"]) == request["key_id"], "its key is not that of the acceptance")
    demand(key is None or is_text(key["id"]) and KEY.fullmatch(key["id"]), "the id of a key is none")
    demand(key is None or key["destroyed_at"] is None, "a restore destroys no key")
    outcome, code = receipt["outcome"], receipt["error_code"]
    demand(outcome in CONTENTS, f"the outcome {outcome!r} is unknown")
    demand(receipt["content"] == CONTENTS[outcome], "it says more of the disk than its outcome")
    demand(is_text(code) if outcome == "failed" else code is None, "its error_code is not of its outcome")
    demand(receipt["seen"] == "answer-of-the-engine", "only the answer of an engine tells of a restore")
    return {**{name: receipt[name] for name in RESTORED}, "engine": engine["name"], "simulated": engine["simulated"], "outcome": outcome, "code": code, "ended": receipt["ended_at"]}

def same(one, other): return canonical(one) == canonical(other)

def check_openings(openings, receipt):
    people = {f"user:{user['user_id']}": user for user in receipt["users"]}
    places = {"desktop": receipt, "actor": receipt["accepted"]["actor"], **people}
    for one in openings:
        demand(HASH.fullmatch(fields(one, "field salt subject value")["salt"]), "a salt is not 32 bytes")
        said = canonical([one["subject"], one["field"], one["value"]])
        seal = hmac.new(bytes.fromhex(one["salt"]), said, hashlib.sha256).hexdigest()
        demand(places[one["subject"]][one["field"]] == seal, f"it does not commit to the {one['field']}")
    opened = {(one["subject"], one["field"]) for one in openings}
    demand(len(opened) == len(openings), "something is opened twice")

def check_part(receipt):  # version 3 is of a disk that went without its desktop, version 4 of a snapshot that went alone
    disk, snapshot = receipt.get("volume_id"), receipt.get("snapshot_id")
    demand((receipt["version"] == 4) == ("snapshot_id" in receipt), "only version 4 is about a snapshot")
    if receipt["version"] == 4:
        demand(is_text(snapshot) and [(one["kind"], one["item_id"]) for one in receipt["items"]] == [("snapshot", snapshot)], "it is about more than its snapshot")
    if receipt["version"] != 3: return demand("volume_id" not in receipt, "only version 3 is about a disk")
    others = [item for item in receipt["items"] if item["kind"] != "snapshot"]
    demand(is_text(disk) and [(one["kind"], one["item_id"]) for one in others] == [("volume", disk)], "it is about more than its disk")

def read_engine(receipt, acceptance):
    observers = {item["observed_by"] for item in receipt["items"] if is_text(item["observed_by"])}
    simulated = "simulated" in (*observers, acceptance.get("engine"))
    if receipt["version"] == 1: return ", ".join(sorted(observers)), simulated  # it says so of the items only
    name, claimed = receipt["engine"]["name"], receipt["engine"]["simulated"]
    demand(is_text(name) and type(claimed) is bool, "it does not name its engine")
    demand(claimed or not simulated and name != "simulated", "it claims to be real")
    return name, claimed

def read_clock(receipt, simulated):  # only there where tests had moved the service's clock; the times in a receipt are real
    if "clock" not in receipt: return 0
    ahead = receipt["clock"]["ahead_seconds"]
    demand(type(ahead) is int and ahead > 0, "it does not say by how many seconds its clock was moved")
    demand(simulated, "the clock of a service with a real engine cannot be moved")
    return ahead

def note_item(item):
    who, when, why = item["released_by"], item["ended_at"], item["release_reason"]
    return f"{item['kind']} {item['provider_id'] or '-'}: never seen gone; released by {who}, {when}: {why}"

def note_addendum(later):
    told = [later.get(name) for name in ("user_id", "sent_at", "undeliverable_at", "cause", "smtp_status")]
    kept = " (kept as a file)" if later.get("kept") is True else ""
    return f"{later['type']}{kept}: {', '.join(str(one) for one in told if one)}"

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
    try: print(*map(shown, describe(file, *trusted)), sep="\n")
    except ValueError as error: sys.exit(f"The {kind_of(file)} is not valid: {shown(error)}")
    except Exception as error:
        sys.exit(f"The {kind_of(file)} is not valid: its form is wrong ({type(error).__name__}: {shown(error)})")

def kind_of(file):
    kind = re.search(rb'"format":\s*"deskplane-(person-report|restore)-', file)
    return {None: "receipt", b"person-report": "report", b"restore": "receipt of a restore"}[kind and kind[1]]

def describe(file, trusted=None):  # line by line
    if kind_of(file) == "receipt": return describe_receipt(verify(file, trusted))
    if kind_of(file) != "report": return describe_restore(verify_restore(file, trusted))
    report = verify_report(file, trusted)
    who, receipts = f"{report['user']} ({report['name'] or 'erased'})", [describe_receipt(one) for one in report["receipts"]]
    return [f"The report is valid: it is about user {who}, made at {report['at']}. Receipts in it: {len(receipts)}.", *sum(receipts, [])]

def describe_receipt(said):
    simulated, released = said["simulated"], said["released"]
    disk = "".join(f"{kind} {said[kind]} of " for kind in ("volume", "snapshot") if said[kind])
    what = f"{'the simulated ' if simulated else ''}{disk}desktop {said['desktop']} is deleted"
    moved = f"Tests had moved the clock of the service ahead by {said['ahead']} s. The times in the receipt are real."
    return [f"Engine: {said['engine']}.{' SIMULATED: nothing real was deleted.' if simulated else ''}",
            *([moved] if said["ahead"] else []),
            f"The receipt is valid: {what}{f', except {released} never seen gone' if released else ''}.",
            *(f"  {note}" for note in said["notes"])]

def describe_restore(said):
    held = "the disk then held what the snapshot held" if said["outcome"] == "restored" else f"it failed ({said['code']}), and the disk held what it held before, or what the snapshot held"
    return [f"Engine: {said['engine']}.{' SIMULATED: nothing real was changed.' if said['simulated'] else ''}",
            f"The receipt of a restore is valid: {'the simulated ' if said['simulated'] else ''}disk {said['volume_id']} of desktop {said['desktop_id']}, snapshot {said['snapshot_id']}, job {said['job_id']}.",
            f"  The engine answered at {said['ended']}: {held}. It does not prove that the answer is true, nor that the old content is destroyed."]

if __name__ == "__main__": main(sys.argv[1:])

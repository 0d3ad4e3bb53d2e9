#!/usr/bin/env python3
"""A client of the portal for companies' systems and for banks. Needs Python 3.9 and nothing else.

    portal_client.py file CONTRACT.json PAPERS [--corrected CONTRACT.json] [--explain TEXT] [--reasons REASONS.json]
        files a contract, waits for the desk, answers a return, and keeps the certificate as certificate.jwt;
        PAPERS is a folder with a file for each kind of paper, such as contract_copy.pdf
    portal_client.py bank CREDENTIAL --currency EUR --amount 14000.00 --pay-on DAY --reference TEXT [--payer NAME] [--payee NAME]
        checks a certificate without the portal, asks the portal before the payment, records it, and looks again
    portal_client.py changes STATE
        prints what has changed since the last time, a line each; STATE is a file that keeps the place
    portal_client.py webhooks PORT STATE [--host ADDRESS]
        receives webhooks at an address of this machine, 127.0.0.1 when left out, and prints each event once; STATE is a file that
        keeps the ids of those it has seen

The environment names the portal and the client: PORTAL, CLIENT_ID, CLIENT_SECRET; for webhooks WEBHOOK_KEY (whpk_…) or
WEBHOOK_SECRET (whsec_…). Exit code 0: done; 1: refused; 2: a person has to look first.
"""
import argparse
import base64
import hashlib
import hmac
import http.client
import http.server
import json
import os
import pathlib
import random
import socketserver
import sys
import time
import urllib.parse
import urllib.request
import uuid
import zlib


# ---- asking the portal -----------------------------------------------------------------------------------------------------

class Problem(Exception):
    """An answer that says no (RFC 9457). `code` is stable, the words are for people."""

    def __init__(self, status, headers, content):
        try:
            self.body = json.loads(content)
        except ValueError:
            self.body = {}
        self.status, self.code = status, self.body.get("code", "")
        wait = headers.get("Retry-After") or ""
        self.retry_after = int(wait) if wait.isdigit() else 0
        errors = [f"  {error['pointer']} {error['code']}: {error['message']}" for error in self.body.get("errors", [])]
        super().__init__("\n".join([f"{status} {self.code} {self.body.get('detail', '')}", *errors]))

    def passes(self):
        """Whether the same request is worth sending again after a while."""
        return self.status in (429, 502, 503, 504) or self.code == "idempotency_in_flight"


class Answer:
    """An answer that says yes."""

    def __init__(self, headers, content):
        self.headers, self.content = headers, content

    @property
    def json(self):
        return json.loads(self.content)


class Plain(urllib.request.HTTPErrorProcessor):
    """No status is an exception, and no redirect is followed: it would take the token elsewhere."""

    def http_response(self, request, response):
        return response

    https_response = http_response


def backoff(attempt):
    """Seconds to wait before another attempt: longer each time, and never the same for two clients."""
    return min(60, 2 ** attempt) * random.uniform(0.8, 1.2)


class Portal:
    """The portal as one client sees it. A token is used until shortly before its end; what may be sent again is."""

    def __init__(self, base, client_id, client_secret, scope=None, language="en"):
        self.base, self.client, self.scope, self.language = base.rstrip("/"), (client_id, client_secret), scope, language
        self.tries, self.sleep, self.clock = 8, time.sleep, time.monotonic
        self._opener = urllib.request.build_opener(Plain)
        self._metadata, self._token, self._until = None, None, 0.0

    def metadata(self):
        """Where the portal says that everything is (RFC 8414)."""
        if self._metadata is None:
            self._metadata = self.send("GET", self.base + "/.well-known/oauth-authorization-server").json
        return self._metadata

    def token(self):
        if self._token is None or self.clock() >= self._until:
            form = {"grant_type": "client_credentials", **({"scope": self.scope} if self.scope else {})}
            basic = base64.b64encode(":".join(self.client).encode()).decode()
            headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
            content = urllib.parse.urlencode(form).encode()
            answer = self.send("POST", self.metadata()["token_endpoint"], content, headers).json
            lives = answer["expires_in"]
            self._token, self._until = answer["access_token"], self.clock() + max(lives - 30, lives / 2)
        return self._token

    def send(self, method, url, content=None, headers=None):
        """Sends a request until it is answered: again after a cut connection, and when the portal asks to wait. A command
        carries its Idempotency-Key, so that it is done once however often it is sent."""
        for attempt in range(self.tries):
            last, pause = attempt + 1 == self.tries, 0
            try:
                request = urllib.request.Request(url, content, headers or {}, method=method)
                with self._opener.open(request, timeout=30) as answer:
                    status, said, body = answer.status, answer.headers, answer.read()
                if status < 300:
                    return Answer(said, body)
                problem = Problem(status, said, body)
                if last or not problem.passes():
                    raise problem
                pause = problem.retry_after * random.uniform(1, 1.1)
            except (OSError, http.client.HTTPException):  # no connection, no answer in time, or a part of one
                if last:
                    raise
            self.sleep(max(pause, backoff(attempt)))

    def request(self, method, path, content=None, headers=None):
        """A request under /api/v1. A token that is refused is renewed, once."""
        headers = {"Accept-Language": self.language, **(headers or {})}
        if content is not None and not isinstance(content, bytes):
            content = json.dumps(content, ensure_ascii=False).encode()
            headers.setdefault("Content-Type", "application/json")
        for last in (False, True):
            signed = {**headers, "Authorization": f"Bearer {self.token()}"}
            try:
                return self.send(method, f"{self.base}/api/v1{path}", content, signed)
            except Problem as problem:
                if problem.status != 401 or last:
                    raise
                self._token = None

    def get(self, path, **query):
        query = urllib.parse.urlencode({name: value for name, value in query.items() if value is not None})
        return self.request("GET", f"{path}?{query}" if query else path)

    def ask(self, path, question):
        """A question with a body: nothing is created, and no key is needed."""
        return self.request("POST", path, question)

    def post(self, path, content, key=None, headers=None):
        """Creates or acts. One key for one intent: give your own where the intent may outlive this process."""
        return self.request("POST", path, content, {"Idempotency-Key": key or str(uuid.uuid4()), **(headers or {})})

    def put(self, path, content, version):
        """Replaces the version that was read; 412 when somebody else was faster."""
        return self.request("PUT", path, content, {"If-Match": f'"{version}"'})

    def attach(self, filing, kind, path):
        """Adds a paper."""
        path, edge = pathlib.Path(path), uuid.uuid4().hex
        name = path.name.replace("\\", "_").replace('"', "_")
        head = (f'--{edge}\r\nContent-Disposition: form-data; name="kind"\r\n\r\n{kind}\r\n--{edge}\r\n'
                f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
                "Content-Type: application/octet-stream\r\n\r\n")
        content = head.encode() + path.read_bytes() + f"\r\n--{edge}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self.post(f"/filings/{filing}/attachments", content, headers=headers).json

    def save(self, filing, change):
        """Saves what `change` makes of the contract; reads it again when somebody else changed it meanwhile."""
        for _ in range(self.tries):
            read = self.get(f"/filings/{filing}").json
            body = {"kind": read["kind"], "contract": change(read["contract"]), "request": read["request"]}
            try:
                return self.put(f"/filings/{filing}", body, read["version"]).json
            except Problem as problem:
                if problem.status != 412:
                    raise
        raise RuntimeError(f"{filing} is being changed by somebody else")

    def changes(self, state, types=None):
        """Each event since the place that the file `state` keeps. Whoever asks for the next one has dealt with this one."""
        state = pathlib.Path(state)
        place = {"after": int(state.read_text()) if state.exists() else 0}
        while True:
            page = self.get("/changes", **place, type=types, limit=100).json
            for event in page["items"]:
                yield event
                keep(state, event["seq"])
            if page["next_cursor"] is None:
                keep(state, page["up_to"])  # also where nothing of it was ours
                return
            place = {"cursor": page["next_cursor"]}


def keep(path, text):
    """Writes a file whole or not at all."""
    path = pathlib.Path(path)
    beside = path.with_name(path.name + ".new")
    beside.write_text(str(text))
    os.replace(beside, path)


# ---- Ed25519 (RFC 8032), as far as a signature is checked ------------------------------------------------------------------

P = 2 ** 255 - 19
Q = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(one, other):
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(times, point):
    total = (0, 1, 1, 0)
    while times:
        if times & 1:
            total = add(total, point)
        point, times = add(point, point), times >> 1
    return total


def point_of(text):
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        raise ValueError("no point of the curve")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def ed25519_holds(public, message, signature):
    """Whether the owner of this public key signed the message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    try:
        key, commitment = point_of(public), point_of(signature[:32])
    except ValueError:
        return False
    answer = int.from_bytes(signature[32:], "little")
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = multiply(answer, BASE), add(commitment, multiply(challenge, key))
    same = (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0
    return answer < Q and same


# ---- what the portal signs -------------------------------------------------------------------------------------------------

LISTED = {0: "valid", 1: "revoked", 2: "suspended", 3: "superseded", 12: "terminated", 13: "reissued"}


def unbase64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def opened(token, kind, keys):
    """The claims of a token of this type, if one of the portal's keys for certificates signed it; ValueError otherwise."""
    parts = token.strip().split(".")
    if len(parts) != 3:
        raise ValueError("no signed token, or a part of one")
    header = json.loads(unbase64(parts[0]))
    if header.get("alg") != "EdDSA" or header.get("typ") != kind:
        raise ValueError("a token of another type")
    known = [key for key in keys["keys"] if key["kid"] == header.get("kid") and key.get("purpose") == "credential"]
    if not known:
        raise ValueError("no key of the portal")
    if not ed25519_holds(unbase64(known[0]["x"]), f"{parts[0]}.{parts[1]}".encode(), unbase64(parts[2])):
        raise ValueError("the signature is false")
    return json.loads(unbase64(parts[1]))


def listed(portal, claims, keys):
    """How a certificate stands by the signed status list, fetched now. Whether its time is over is in the certificate."""
    place = claims["status"]["status_list"]
    token = opened(portal.send("GET", place["uri"]).content.decode(), "statuslist+jwt", keys)
    if token["sub"] != place["uri"]:
        raise ValueError("another list")
    statuses = zlib.decompressobj().decompress(unbase64(token["status_list"]["lst"]), 65536)
    return LISTED[statuses[place["idx"] // 2] >> 4 * (place["idx"] % 2) & 15]


# ---- webhooks (Standard Webhooks) ------------------------------------------------------------------------------------------

def webhook_id(headers, body, public_key=None, secret=None, now=None):
    """The id of a webhook that the portal sent within the last five minutes; ValueError for anything else."""
    name, at = headers.get("webhook-id"), headers.get("webhook-timestamp") or ""
    if not name or not at.isdigit() or abs((time.time() if now is None else now) - int(at)) > 300:
        raise ValueError("no webhook, or not of now")
    signed = f"{name}.{at}.".encode() + body
    for signature in (headers.get("webhook-signature") or "").split():
        version, _, text = signature.partition(",")
        given = base64.b64decode(text)
        if version == "v1a" and public_key:
            if ed25519_holds(base64.b64decode(public_key[len("whpk_"):]), signed, given):
                return name
        if version == "v1" and secret:
            if hmac.compare_digest(given, hmac.digest(base64.b64decode(secret[len("whsec_"):]), signed, "sha256")):
                return name
    raise ValueError("no signature holds")


def receiver(port, state, act, host="127.0.0.1", **keys):
    """A server that acts on each event once. It answers 2xx only when that is done: what it has not answered is sent again."""
    state = pathlib.Path(state)
    seen = set(state.read_text().split()) if state.exists() else set()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 1_000_000))
            try:
                name = webhook_id(self.headers, body, **keys)
            except ValueError:
                return self.answer(400)
            if name not in seen:
                act(json.loads(body))
                seen.add(name)
                with state.open("a") as file:
                    file.write(name + "\n")
            return self.answer(204)

        def answer(self, status):
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    class Server(http.server.HTTPServer):
        def server_bind(self):
            socketserver.TCPServer.server_bind(self)  # the one between asks what the address is called, which may take long
            self.server_name, self.server_port = self.server_address[:2]

    return Server((host, port), Handler)


# ---- the programs ----------------------------------------------------------------------------------------------------------

def say(*words):
    print(*words, flush=True)


def read_json(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def paper(folder, kind):
    return next(iter(sorted(pathlib.Path(folder).glob(f"{kind}.*"))), None)


def at(document, pointer):
    """What stands at a JSON pointer; None for nothing."""
    for word in pointer.split("/")[1:]:
        try:
            document = document[int(word)] if isinstance(document, list) else (document or {}).get(word)
        except (IndexError, ValueError):
            return None
    return document


def put_right(portal, filing, options):
    """Does what a return asks for, as far as the corrected contract and the papers go; the answers to its items."""
    before, after, answers = {"contract": filing["contract"]}, filing, []
    if options.corrected:
        after = portal.save(filing["id"], lambda _: read_json(options.corrected))
    for place, item in enumerate(filing["corrections"]):
        pointer, found = item.get("pointer"), item.get("document") and paper(options.papers, item["document"])
        say("correct", pointer or item["document"], item["message"])
        if found:
            portal.attach(filing["id"], item["document"], found)
        if found or pointer and at(before, pointer) != at({"contract": after["contract"]}, pointer):
            answers.append({"item": place, "answer": "corrected"})
        elif options.explain:
            answers.append({"item": place, "answer": "explained", "text": options.explain})
        else:
            raise SystemExit(f"{pointer or item['document']} is as it was: give --corrected, a paper, or --explain")
    return answers


def submit(portal, filing, reasons, answers=None):
    body = {"reasons": reasons, "declaration": True, **({"answers": answers} if answers else {})}
    done = portal.post(f"/filings/{filing}/submit", body).json
    say("submitted", filing)
    say("due", done["clock"]["due_on"])


def file(portal, options):
    """The whole life of an application: draft, papers, findings, submission, return, certificate."""
    body = {"kind": "registration", "contract": read_json(options.contract)}
    filing = portal.post("/filings", body).json["id"]
    say("draft", filing)
    for need in portal.get(f"/filings/{filing}/findings").json["documents"]:
        found = paper(options.papers, need["kind"])
        if found and not need["present"]:
            portal.attach(filing, need["kind"], found)
    findings = portal.get(f"/filings/{filing}/findings").json["items"]
    for finding in findings:
        say(finding["severity"], finding["code"], finding["pointer"], finding["message"])
    if any(finding["severity"] == "error" for finding in findings):
        return 1
    reasons = read_json(options.reasons) if options.reasons else {}
    submit(portal, filing, reasons)
    while True:
        found = portal.get(f"/filings/{filing}").json
        if found["status"] in ("submitted", "in_review", "recommended"):
            portal.sleep(options.every)
        elif found["status"] == "returned":
            submit(portal, filing, reasons, put_right(portal, found, options))
        elif found["status"] == "registered":
            certificate = portal.get(f"/certificates/{found['certificate_number']}").json
            keep("certificate.jwt", certificate["credential"])
            say("registered", certificate["number"])
            return 0
        else:
            say(found["status"], filing)
            return 1


def bank(portal, options):
    """A payment: the certificate checked offline, the question before, the record after."""
    credential = pathlib.Path(options.credential).read_text().strip()
    keys = portal.send("GET", portal.metadata()["jwks_uri"]).json
    claims = opened(credential, "technology-contract-certificate+jwt", keys)
    say("signed", claims["sub"], "valid until", claims["valid_until"])
    say("listed", listed(portal, claims, keys))
    question = {"credential": credential, "currency": options.currency, "amount": options.amount, "pay_on": options.pay_on}
    question.update({party: {"name": name} for party, name in (("payer", options.payer), ("payee", options.payee)) if name})
    answer = portal.ask("/verify/payment", question).json
    for one in answer["questions"]:
        say(one["question"], one["outcome"], one["code"])
    if answer["outcome"] == "no" or not answer["may_pay"]:
        say("not paid")
        return 1
    if answer["outcome"] == "unknown" and not options.looked:
        say("look first, then say --looked")
        return 2
    payment = {"currency": options.currency, "amount": options.amount, "paid_on": options.pay_on, "reference": options.reference}
    # The reference names the payment for ever: as its key, it also names this intent.
    recorded = portal.post(f"/certificates/{answer['number']}/payments", payment, key=options.reference).json
    say("recorded", recorded["payment"]["id"])
    again = portal.ask("/verify/payment", {**question, "amount": None}).json
    say("remaining", again["figures"]["currency"], again["figures"]["remaining"])
    return 0


def changes(portal, options):
    for event in portal.changes(options.state, options.types):
        say(json.dumps(event, ensure_ascii=False))
    return 0


def webhooks(_, options):
    keys = {"public_key": os.environ.get("WEBHOOK_KEY"), "secret": os.environ.get("WEBHOOK_SECRET")}
    act = lambda event: say(json.dumps(event, ensure_ascii=False))
    server = receiver(options.port, options.state, act, options.host, **keys)
    say("listening on", server.server_port)
    server.serve_forever()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    programs = parser.add_subparsers(dest="program", required=True)
    one = programs.add_parser("file")
    one.add_argument("contract")
    one.add_argument("papers")
    for option in ("--corrected", "--explain", "--reasons"):
        one.add_argument(option)
    one.add_argument("--every", type=float, default=30, help="seconds between two looks at the application")
    one = programs.add_parser("bank")
    one.add_argument("credential")
    for option in ("--currency", "--amount", "--pay-on", "--reference"):
        one.add_argument(option, required=True)
    for option in ("--payer", "--payee"):
        one.add_argument(option)
    one.add_argument("--looked", action="store_true", help="a person has looked at what the portal alone cannot tell")
    one = programs.add_parser("changes")
    one.add_argument("state")
    one.add_argument("--types", help="only these, by comma")
    one = programs.add_parser("webhooks")
    one.add_argument("port", type=int)
    one.add_argument("state")
    one.add_argument("--host", default="127.0.0.1", help="address of this machine at which to listen")
    return parser.parse_args()


def main():
    options = arguments()
    setting = os.environ.get
    portal = Portal(setting("PORTAL", "http://127.0.0.1:8080"), setting("CLIENT_ID", ""), setting("CLIENT_SECRET", ""))
    try:
        return {"file": file, "bank": bank, "changes": changes, "webhooks": webhooks}[options.program](portal, options)
    except (Problem, ValueError) as refused:
        say(refused)
        return 1


if __name__ == "__main__":
    sys.exit(main())

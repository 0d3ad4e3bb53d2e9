#!/usr/bin/env python3
"""A client that does all that the conformance run looks at, by docs/portal_client.py: files a contract, takes webhooks, follows the
feed, and pays as a bank. With a number, it breaks that rule and no other.

    conformance_client.py [RULE]

Where everything is, `tech-trade-portal conformance -- …` says in the environment."""
import datetime
import json
import os
import pathlib
import queue
import socket
import sys
import tempfile
import threading
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "docs"))
sys.dont_write_bytecode = True
os.environ["no_proxy"] = "*"
import portal_client  # noqa: E402

BROKEN = int(sys.argv[1]) if len(sys.argv) > 1 else 0
# Without chance in it, so that a run takes as long as another: a slow machine adds to each wait and must not turn them round.
portal_client.backoff = lambda attempt: 0.5 * 2 ** attempt
PATIENCE = 60


class Watched:
    """Opens connections as the client's own opener does, and forgets what a client is to keep in mind, where that is to be broken."""

    def __init__(self, portal, opener):
        self.portal, self.opener = portal, opener

    def open(self, request, timeout):
        try:
            answer = self.opener.open(request, timeout=timeout)
        except OSError:
            if BROKEN == 3 and request.full_url.endswith("/filings"):
                self.portal.headers["Idempotency-Key"] = str(uuid.uuid4())
            raise
        if BROKEN == 2 and answer.status == 401:
            return self.opener.open(request, timeout=timeout)
        return answer


class Client(portal_client.Portal):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.headers, self._opener = {}, Watched(self, self._opener)

    def token(self):
        if BROKEN == 1:
            self._token = None
        return super().token()

    def send(self, method, url, content=None, headers=None):
        self.headers = headers or {}
        return super().send(method, url, content, self.headers)


def break_the_module():
    if BROKEN == 5:
        told = portal_client.Problem.__init__

        def impatient(self, *arguments):
            told(self, *arguments)
            self.retry_after = 0

        portal_client.Problem.__init__ = impatient
    if BROKEN == 6:
        portal_client.backoff = lambda attempt: max(0.3, 1.2 / 2 ** attempt)
    genuine = portal_client.webhook_id
    if BROKEN == 7:
        portal_client.webhook_id = lambda headers, body, **keys: headers["webhook-id"]
    if BROKEN == 8:
        portal_client.webhook_id = lambda headers, body, **keys: genuine(headers, body, **keys) + str(uuid.uuid4())


class Hooks:
    """Takes webhooks behind the client's back, and hands the events over one by one."""

    def __init__(self, company, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        endpoint = company.post("/webhooks", {"url": f"http://127.0.0.1:{port}/", "types": []}).json
        assert endpoint["url"] == f"http://127.0.0.1:{port}/", endpoint
        self.events = queue.Queue()
        server = portal_client.receiver(port, folder / "seen", self.events.put, secret=endpoint["secret"])
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def wait_for(self, kind, act):
        """Acts on each event until one of this type has come."""
        while True:
            event = self.events.get(timeout=PATIENCE)
            act(event)
            if event["type"] == kind:
                return

    def settle(self, act):
        """Acts on what still comes within a moment."""
        try:
            while True:
                act(self.events.get(timeout=1))
        except queue.Empty:
            pass


def contract_of_today():
    today = datetime.datetime.now(datetime.timezone.utc).date()
    day = lambda days: str(today + datetime.timedelta(days=days))
    company = {"name": os.environ["COMPANY_NAME"], "country": "CN"}
    return {
        "direction": "import", "number": f"{day(-45)[2:4]}DEJSY39SZ000001", "name": "功率半导体沟槽栅工艺专利实施许可合同",
        "name_original": "Patent Licence Agreement on Trench-Gate Power Devices", "legal_type": "patent_licence", "mode": "patent",
        "industry": "39", "keywords": ["功率半导体", "沟槽栅", "工艺"],
        "summary": "许可方授予受让方在中国境内使用沟槽栅功率器件相关发明专利制造和销售产品的普通许可，并提供必要的工艺文件和培训。",
        "supplier": {"name": "示例半导体（慕尼黑）有限公司", "country": "DE", "address": "München"},
        "recipient": {**company, "uscc": os.environ["COMPANY_USCC"], "district": "320571", "ownership": "private"}, "user": company,
        "patents": [{"office": "EP", "number": "EP3000001", "expires_on": day(3000), "ipc": ["H01L"]}],
        "signed_on": day(-45), "effective_on": day(-45), "valid_until": day(1780),
        "amount": {"currency": "EUR", "total": "1250000.00", "technology_fee": "1250000.00", "equipment_fee": "0.00"},
        "payment": {"mode": "lump_sum"}, "related_parties": False, "declared_unrestricted": True,
    }


def file(company, hooks, folder):
    """From the draft to the certificate, whose number it answers."""
    filing = company.post("/filings", {"kind": "registration", "contract": contract_of_today()}).json["id"]
    paper = folder / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4\n% a paper\n%%EOF\n")
    for need in company.get(f"/filings/{filing}/findings").json["documents"]:
        if need["required"]:
            company.attach(filing, need["kind"], paper)
    findings = company.get(f"/filings/{filing}/findings").json["items"]
    assert findings == [], findings

    def act(event):
        if event["type"] == "filing.returned":
            company.post(f"/filings/{filing}/messages", {"text": "We are on it."})

    company.post(f"/filings/{filing}/submit", {"reasons": {}, "declaration": True})
    hooks.wait_for("filing.returned", act)
    hooks.settle(act)
    keys = [str(uuid.uuid4())] * 2 if BROKEN == 4 else [str(uuid.uuid4()) for _ in range(2)]
    for number, key in enumerate(keys):
        try:
            company.post(f"/filings/{filing}/messages", {"text": f"The summary, part {number}."}, key=key)
        except portal_client.Problem as refused:
            assert BROKEN == 4 and refused.code == "idempotency_mismatch", refused
    company.save(filing, lambda contract: {**contract, "summary": contract["summary"] + "工艺文件包括流程卡和版图规则。"})
    answers = [{"item": 0, "answer": "corrected"}]
    company.post(f"/filings/{filing}/submit", {"reasons": {}, "declaration": True, "answers": answers})
    hooks.wait_for("filing.registered", act)
    return company.get(f"/filings/{filing}").json["certificate_number"]


def pay(bank, number):
    """Two payments, each after a look."""
    today = str(datetime.datetime.now(datetime.timezone.utc).date())
    for reference in ("FT-1", "FT-2"):
        payment = {"currency": "EUR", "amount": "14000.00"}
        if BROKEN != 10 or reference == "FT-1":
            answer = bank.ask("/verify/payment", {"number": number, "pay_on": today, **payment}).json
            assert answer["may_pay"], answer
        bank.post(f"/certificates/{number}/payments", {**payment, "paid_on": today, "reference": reference}, key=reference)


def follow(company, place):
    """What has changed since the last time."""
    if BROKEN == 9:
        place.unlink(missing_ok=True)
    return list(company.changes(place))


def main():
    break_the_module()
    company = Client(os.environ["PORTAL"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
    bank = Client(os.environ["PORTAL"], os.environ["BANK_ID"], os.environ["BANK_SECRET"])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        hooks = Hooks(company, folder)
        follow(company, folder / "place")
        number = file(company, hooks, folder)
        told = follow(company, folder / "place")
        assert len(told) > 3, told
        pay(bank, number)
        follow(company, folder / "place")
        hooks.settle(lambda event: None)
    print(json.dumps({"certificate": number}))


if __name__ == "__main__":
    began = time.monotonic()
    main()
    print(f"in {time.monotonic() - began:.1f} s")

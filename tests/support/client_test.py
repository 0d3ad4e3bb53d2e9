#!/usr/bin/env python3
"""What docs/portal_client.py does when things go wrong: a scripted portal, no waiting, nothing but the standard library."""
import base64
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import sys
import tempfile
import threading
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "docs"))
sys.dont_write_bytecode = True
os.environ["no_proxy"] = "*"
import portal_client  # noqa: E402


class Script(http.server.HTTPServer):
    """Answers requests of the API by a list, in order: (status, headers, body), or None for a connection that is cut. Tokens and
    metadata are given to everyone."""

    def __init__(self, answers):
        self.answers, self.asked, self.tokens = list(answers), [], 0
        script = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.path.startswith("/.well-known"):
                    return self.say(200, {}, {"token_endpoint": f"http://127.0.0.1:{script.server_port}/oauth/token"})
                if self.path == "/oauth/token":
                    script.tokens += 1
                    return self.say(200, {}, {"access_token": f"token-{script.tokens}", "expires_in": 600})
                script.asked.append((self.command, self.path, dict(self.headers), body))
                answer = script.answers.pop(0)
                if answer is None:
                    self.wfile.write(b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{")
                    self.close_connection = True
                    return None
                return self.say(*answer)

            do_GET = do_POST = do_PUT = do

            def say(self, status, headers, body):
                content = json.dumps(body).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def header(self, name):
        return [asked[2].get(name) for asked in self.asked]


class Client(unittest.TestCase):
    def portal(self, *answers):
        self.script = Script(answers)
        self.addCleanup(self.script.server_close)
        self.addCleanup(self.script.shutdown)
        portal = portal_client.Portal(f"http://127.0.0.1:{self.script.server_port}", "id", "secret")
        self.now, self.waited = 1000.0, []
        portal.clock, portal.sleep = lambda: self.now, self.waited.append
        return portal

    def test_a_token_is_used_until_shortly_before_its_end(self):
        portal = self.portal(*[(200, {}, {})] * 3)
        portal.get("/filings")
        self.now += 569
        portal.get("/filings")
        self.assertEqual(self.script.tokens, 1)
        self.now += 2
        portal.get("/filings")
        self.assertEqual(self.script.tokens, 2)

    def test_a_token_that_is_refused_is_renewed_once(self):
        portal = self.portal((401, {}, {"code": "unauthenticated"}), (200, {}, {}), *[(401, {}, {"code": "unauthenticated"})] * 2)
        portal.get("/filings")
        self.assertEqual(self.script.header("Authorization"), ["Bearer token-1", "Bearer token-2"])
        with self.assertRaises(portal_client.Problem):
            portal.get("/filings")
        self.assertEqual((self.script.tokens, self.waited), (3, []))

    def test_a_command_whose_answer_was_cut_off_is_sent_again_under_its_key(self):
        portal = self.portal(None, (409, {"Retry-After": "1"}, {"code": "idempotency_in_flight"}), (201, {}, {"id": "1"}), (201, {}, {}))
        self.assertEqual(portal.post("/filings", {}).json, {"id": "1"})
        portal.post("/filings", {})
        first, second, third, another = self.script.header("Idempotency-Key")
        self.assertEqual((first, first), (second, third))
        self.assertNotEqual(first, another, "another intent")
        self.assertGreaterEqual(self.waited[1], 1)

    def test_it_waits_as_long_as_it_is_asked_to_and_longer_each_time(self):
        busy = (503, {"Retry-After": "0"}, {"code": "unavailable"})
        portal = self.portal((429, {"Retry-After": "17"}, {"code": "too_many_requests"}), busy, busy, busy, (200, {}, {}))
        portal.get("/filings")
        self.assertTrue(17 <= self.waited[0] <= 19, self.waited)
        self.assertEqual(self.waited[1:], sorted(self.waited[1:]))
        self.assertGreater(self.waited[-1], self.waited[1])

    def test_what_is_refused_for_good_is_not_sent_again(self):
        for status, code in [(400, "invalid_json"), (404, "not_found"), (409, "overpayment"), (422, "validation_failed"), (302, "")]:
            portal = self.portal((status, {"Location": "/elsewhere"}, {"code": code, "errors": []}))
            with self.assertRaises(portal_client.Problem) as refused:
                portal.post("/filings", {})
            self.assertEqual((refused.exception.status, refused.exception.code), (status, code))
            self.assertEqual((len(self.script.asked), self.waited), (1, []))

    def test_it_gives_up_at_last(self):
        portal = self.portal(*[(503, {}, {"code": "unavailable"})] * 8)
        with self.assertRaises(portal_client.Problem):
            portal.get("/filings")
        self.assertEqual((len(self.script.asked), len(self.waited)), (8, 7))

    def test_what_somebody_else_changed_is_read_again_before_it_is_saved(self):
        filing = {"kind": "registration", "request": {}, "contract": {"name": "a"}}
        portal = self.portal((200, {}, {**filing, "version": 4}), (412, {}, {"code": "version_mismatch"}),
                             (200, {}, {**filing, "version": 5}), (200, {}, {**filing, "version": 6}))
        portal.save("1", lambda contract: {**contract, "summary": "b"})
        self.assertEqual(self.script.header("If-Match"), [None, '"4"', None, '"5"'])
        self.assertEqual(json.loads(self.script.asked[3][3])["contract"], {"name": "a", "summary": "b"})

    def test_the_place_in_the_feed_is_kept_behind_what_was_dealt_with(self):
        state = pathlib.Path(tempfile.mkdtemp()) / "place"
        pages = [(200, {}, {"items": [{"seq": 3}, {"seq": 8}], "next_cursor": "c1", "up_to": 20}),
                 (200, {}, {"items": [{"seq": 9}], "next_cursor": None, "up_to": 20}),
                 (200, {}, {"items": [], "next_cursor": None, "up_to": 31})]
        portal = self.portal(*pages)
        feed = portal.changes(state)
        self.assertEqual([next(feed)["seq"], next(feed)["seq"]], [3, 8])
        self.assertEqual(state.read_text(), "3", "whoever stops at 8 meets it again")
        self.assertEqual([event["seq"] for event in feed], [9])
        self.assertEqual(state.read_text(), "20")
        self.assertEqual(list(portal.changes(state)), [])
        self.assertEqual(state.read_text(), "31")
        queries = [asked[1].split("?")[1] for asked in self.script.asked]
        self.assertEqual(queries, ["after=0&limit=100", "cursor=c1&limit=100", "after=20&limit=100"])

    def test_a_paper_is_sent_as_one_part_of_a_form(self):
        portal = self.portal((201, {}, {"id": "1"}))
        path = pathlib.Path(tempfile.mkdtemp()) / "contract_copy.pdf"
        path.write_bytes(b"%PDF-1.4\r\n--\x00\xff")
        portal.attach("7", "contract_copy", path)
        _, address, headers, body = self.script.asked[0]
        edge = headers["Content-Type"].split("boundary=")[1].encode()
        parts = body.split(b"--" + edge)
        self.assertEqual((address, parts[0], parts[-1]), ("/api/v1/filings/7/attachments", b"", b"--\r\n"))
        self.assertTrue(parts[1].endswith(b"\r\n\r\ncontract_copy\r\n") and parts[2].endswith(b"\r\n\r\n%PDF-1.4\r\n--\x00\xff\r\n"))


class Signatures(unittest.TestCase):
    def test_the_vectors_of_rfc_8032_hold_and_nothing_else(self):
        for public, message, signature in [
            ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
             "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
            ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
             "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
            ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
             "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
        ]:
            public, message, signature = map(bytes.fromhex, (public, message, signature))
            self.assertTrue(portal_client.ed25519_holds(public, message, signature))
            for other in [(public, message + b"x", signature), (public, message, signature[::-1]), (signature[:32], message, signature),
                          (public, message, signature[:63]), (b"", message, signature), (public, message, bytes(64))]:
                self.assertFalse(portal_client.ed25519_holds(*other))
            beyond = int.from_bytes(signature[32:], "little") + portal_client.Q
            forged = signature[:32] + beyond.to_bytes(32, "little")
            self.assertFalse(portal_client.ed25519_holds(public, message, forged), "the same answer, written in another way")

    def test_a_webhook_is_of_the_portal_and_of_now(self):
        secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
        body, at = b'{"type":"filing.returned"}', 1_796_000_000
        signed = hmac.digest(b"k" * 32, b"evt_1.%d." % at + body, hashlib.sha256)
        fair = {"webhook-id": "evt_1", "webhook-timestamp": str(at), "webhook-signature": "v1," + base64.b64encode(signed).decode()}
        check = lambda headers, body=body, now=at + 10: portal_client.webhook_id(headers, body, secret=secret, now=now)
        self.assertEqual(check(fair), "evt_1")
        self.assertEqual(check({**fair, "webhook-signature": "v1,AAAA " + fair["webhook-signature"] + " v9,AAAA"}), "evt_1")
        for headers, body_, now in [
            (fair, body + b" ", at), (fair, body, at + 301), (fair, body, at - 301),
            ({**fair, "webhook-id": "evt_2"}, body, at), ({**fair, "webhook-timestamp": str(at + 1)}, body, at),
            ({**fair, "webhook-signature": "v1,AAAA"}, body, at), ({**fair, "webhook-signature": ""}, body, at),
            ({**fair, "webhook-signature": fair["webhook-signature"].replace("v1,", "v1a,")}, body, at), ({}, body, at),
        ]:
            with self.assertRaises(ValueError):
                check(headers, body_, now)

    def test_a_webhook_that_comes_twice_is_acted_on_once_and_a_forged_one_never(self):
        state, acted = pathlib.Path(tempfile.mkdtemp()) / "seen", []
        known = {"evt_1": b'{"n":1}', "evt_2": b'{"n":2}'}

        def genuine(headers, body, **_):
            if known.get(headers.get("webhook-id")) != body:
                raise ValueError
            return headers["webhook-id"]

        self.addCleanup(setattr, portal_client, "webhook_id", portal_client.webhook_id)
        portal_client.webhook_id = genuine

        def deliver(name, body):
            server = portal_client.receiver(0, state, acted.append)  # a new process each time: what was seen is in the file
            threading.Thread(target=server.handle_request, daemon=True).start()
            request = urllib.request.Request(f"http://127.0.0.1:{server.server_port}/", body, {"webhook-id": name})
            try:
                with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
                    return answer.status
            except urllib.error.HTTPError as error:
                return error.code
            finally:
                server.server_close()

        answers = [deliver("evt_1", known["evt_1"]), deliver("evt_1", known["evt_1"]), deliver("evt_1", b'{"n":9}'), deliver("evt_2", known["evt_2"])]
        self.assertEqual((answers, acted), ([204, 204, 400, 204], [{"n": 1}, {"n": 2}]))


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Checks receipts, certificates and the journal of the portal with its public keys alone (formats.md).

    verify.py self-test
    verify.py --keys jwks.json certificate CREDENTIAL.jwt
    verify.py --keys jwks.json receipt RECEIPT.json
    verify.py --keys jwks.json heads HEADS.jsonl [PROOFS.jsonl]
    verify.py --keys jwks.json journal ENTRIES.jsonl HEADS.jsonl

Needs Python 3.9 and the package `cryptography`. Exit code 0: it holds; 1: it does not.
"""
import base64
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class DoesNotHold(Exception):
    """What is checked is not what it says."""


def holds(condition, why):
    if not condition:
        raise DoesNotHold(why)


# ---- RFC 6962: hashes, and the proofs as RFC 9162 §2.1.3.2 and §2.1.4.2 check them ----------------------------------------

def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(entry):
    return sha256(b"\x00" + entry)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def root_of(leaves):
    """The root over leaf hashes, by the definition."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


def inclusion_holds(leaf, index, size, path, root):
    if index >= size:
        return False
    node, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def consistency_holds(first, second, first_root, second_root, path):
    if first == second:
        return not path and first_root == second_root
    if not 0 < first < second or not path and first & (first - 1):
        return False
    path = list(path)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


class Tree:
    """The right edge of a growing tree: the root after each entry, without keeping the entries."""

    def __init__(self):
        self.size, self.nodes = 0, []

    def append(self, leaf):
        size = self.size
        while size & 1:
            leaf, size = node_hash(self.nodes.pop(), leaf), size >> 1
        self.nodes.append(leaf)
        self.size += 1

    def root(self):
        found = None
        for node in reversed(self.nodes):
            found = node if found is None else node_hash(node, found)
        return found or sha256(b"")


# ---- keys and signatures ---------------------------------------------------------------------------------------------------

def base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def canonical(value):
    """RFC 8785, for what occurs here."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Keys:
    def __init__(self, jwks):
        self.keys = {(key["purpose"], key["kid"]): base64url(key["x"]) for key in jwks["keys"] if key.get("crv") == "Ed25519"}

    def check(self, purpose, key_id, message, signature):
        holds((purpose, key_id) in self.keys, f"no {purpose} key {key_id}")
        try:
            Ed25519PublicKey.from_public_bytes(self.keys[purpose, key_id]).verify(base64url(signature), message)
        except InvalidSignature:
            raise DoesNotHold("the signature is false") from None


# ---- what the portal signs -------------------------------------------------------------------------------------------------

def check_head(keys, head):
    text = canonical({name: head[name] for name in ("root_hash", "signed_at", "tree_size")})
    keys.check("journal", head["key_id"], text, head["signature"])


def check_receipt(keys, receipt):
    entry, proof, head = receipt["entry"], receipt["proof"], receipt["head"]
    leaf = leaf_hash(entry["canonical"].encode())
    holds(leaf.hex() == receipt["leaf_hash"], "the leaf hash is not that of the entry")
    holds(proof["leaf_index"] + 1 == entry["seq"] and proof["tree_size"] == head["tree_size"], "the proof is of another entry")
    path = [bytes.fromhex(one) for one in proof["hashes"]]
    root = bytes.fromhex(head["root_hash"])
    holds(inclusion_holds(leaf, proof["leaf_index"], proof["tree_size"], path, root), "the proof does not lead to the root")
    check_head(keys, head)
    said = json.loads(entry["canonical"])
    moment = lambda text: text.replace("Z", "").ljust(23, "0") if "." in text else text.replace("Z", ".000")
    holds(said["kind"] == "filing.submitted" and said["subject"] == receipt["filing_id"], "the entry is of another filing")
    holds(said["body"]["digest"] == receipt["digest"], "the digest is not that of the entry")
    holds(moment(said["at"]) == moment(receipt["accepted_at"]), "the time is not that of the entry")
    return f"filing {receipt['filing_id']} accepted {receipt['accepted_at']}, entry {entry['seq']}"


def check_certificate(keys, token):
    parts = token.strip().split(".")
    holds(len(parts) == 3, "it is no JWT, or it was cut off")
    header = json.loads(base64url(parts[0]))
    holds(header.get("typ") == "technology-contract-certificate+jwt" and header.get("alg") == "EdDSA", "it is of another type")
    keys.check("credential", header["kid"], f"{parts[0]}.{parts[1]}".encode(), parts[2])
    claims = json.loads(base64url(parts[1]))
    return json.dumps(claims, ensure_ascii=False, indent=2)


def check_heads(keys, heads, proofs):
    between = {(proof["first"], proof["second"]): proof for proof in proofs}
    proven = 0
    for head in heads:
        check_head(keys, head)
    for earlier, later in zip(heads, heads[1:]):
        sizes = (earlier["tree_size"], later["tree_size"])
        holds(sizes[0] <= sizes[1], f"the journal became shorter: {sizes}")
        holds(sizes[0] < sizes[1] or earlier["root_hash"] == later["root_hash"], f"two roots for size {sizes[0]}")
        if sizes in between:
            roots = [bytes.fromhex(head["root_hash"]) for head in (earlier, later)]
            path = [bytes.fromhex(one) for one in between[sizes]["hashes"]]
            holds(consistency_holds(*sizes, *roots, path), f"the journal of {sizes[0]} entries is not the beginning of that of {sizes[1]}")
            proven += 1
    return f"{len(heads)} heads hold, {proven} of them proven to extend the one before"


def check_journal(keys, entries, heads):
    tree, roots = Tree(), {head["tree_size"]: head for head in heads}
    for head in heads:
        check_head(keys, head)
    for entry in entries:
        tree.append(leaf_hash(entry.rstrip("\n").encode()))
        if tree.size in roots:
            holds(roots.pop(tree.size)["root_hash"] == tree.root().hex(), f"the first {tree.size} entries are not those that were signed")
    holds(not roots, f"{tree.size} entries, but a head over {max(roots, default=0)} was signed")
    return f"{tree.size} entries hold, root {tree.root().hex()}"


def self_test():
    """The reference tree of Certificate Transparency (RFC 6962), and every proof over it."""
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = """6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
        aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
        4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
        ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"""
    leaves, tree = [leaf_hash(bytes.fromhex(entry)) for entry in entries], Tree()
    for size, root in enumerate(roots.split(), 1):
        tree.append(leaves[size - 1])
        holds(tree.root().hex() == root == root_of(leaves[:size]).hex(), f"the root over {size} entries")
    # RFC 6962 §2.1.3 names these of the tree of seven.
    part = lambda start, length: root_of(leaves[start:start + length])
    seven = root_of(leaves[:7])
    for index, path in {0: [(1, 1), (2, 2), (4, 3)], 3: [(2, 1), (0, 2), (4, 3)], 4: [(5, 1), (6, 1), (0, 4)], 6: [(4, 2), (0, 4)]}.items():
        path = [part(*one) for one in path]
        holds(inclusion_holds(leaves[index], index, 7, path, seven), f"inclusion of {index}")
        holds(not inclusion_holds(leaves[index], index, 7, path[:-1], seven), "a shortened proof")
        holds(not inclusion_holds(leaf_hash(b"forged"), index, 7, path, seven), "a forged entry")
    for first, path in {3: [(2, 1), (3, 1), (0, 2), (4, 3)], 4: [(4, 3)], 6: [(4, 2), (6, 1), (0, 4)]}.items():
        path, old = [part(*one) for one in path], root_of(leaves[:first])
        holds(consistency_holds(first, 7, old, seven, path), f"consistency of {first}")
        holds(not consistency_holds(first, 7, leaf_hash(b"forged"), seven, path), "a forged beginning")
    return "the test vectors of RFC 6962 hold"


def main(arguments):
    keys = None
    if arguments[:1] == ["--keys"]:
        with open(arguments[1], encoding="utf-8") as file:
            keys, arguments = Keys(json.load(file)), arguments[2:]
    if not arguments or keys is None and arguments[0] != "self-test":
        sys.exit(__doc__)
    lines = lambda path: [json.loads(line) for line in open(path, encoding="utf-8")]
    command, files = arguments[0], arguments[1:]
    if command == "self-test":
        return self_test()
    if command == "certificate":
        return check_certificate(keys, open(files[0], encoding="utf-8").read())
    if command == "receipt":
        return check_receipt(keys, json.load(open(files[0], encoding="utf-8")))
    if command == "heads":
        return check_heads(keys, lines(files[0]), lines(files[1]) if len(files) > 1 else [])
    if command == "journal":
        return check_journal(keys, open(files[0], encoding="utf-8"), lines(files[1]))
    sys.exit(__doc__)


if __name__ == "__main__":
    try:
        print(main(sys.argv[1:]))
    except DoesNotHold as why:
        print(f"does not hold: {why}")
        sys.exit(1)

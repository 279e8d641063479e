"""Runs schemathesis against `vantrum serve --demo`, once as each of four people.

Promises: no answer with a 5xx, none with a status or content type that the description does not
name, none whose body or headers are not as described, no input refused that is described as good
or taken that is described as bad where a rule can be told from the description alone. The same
seed makes the same requests.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "fuzz"
BINARY = os.environ.get("VANTRUM", str(ROOT / "target" / "debug" / "vantrum"))
SEED = os.environ.get("FUZZ_SEED", "20261122")
# For each person.
SECONDS = os.environ.get("FUZZ_SECONDS", "30")
# How many people are let loose at once, each on a server of her own: schemathesis keeps one core busy.
AT_ONCE = 2
# Sessions made to be ended or locked, for each person.
SPARE = 40
CENTRE = "alvens"
PEOPLE = {
    "nurse": ("sara-lindgren", "sara-lindgren-nurse"),
    "doctor": ("maria-ek", "maria-ek-doctor"),
    "administrator": ("karin-boden", "karin-boden-admin"),
    "reviewer": ("maria-tjader", "maria-tjader-reviewer"),
}
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
    "negative_data_rejection",
]


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The product as one process, on data of its own."""

    def __init__(self) -> None:
        self.data = tempfile.TemporaryDirectory(prefix="vantrum-fuzz-")
        self.log = open(Path(self.data.name) / "server.log", "w+")
        arguments = ["serve", "--demo", "--listen", f"127.0.0.1:{free_port()}", "--admin-listen", f"127.0.0.1:{free_port()}"]
        store = ["--data-dir", str(Path(self.data.name) / "data")]
        self.process = subprocess.Popen([BINARY, *arguments, *store], stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.url = self.first_address()

    def first_address(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if ": http://" in line:
                return "http://" + line.split(": http://", 1)[1].split()[0].rstrip("/.")
        raise SystemExit(f"vantrum did not start:\n{self.said()}")

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()
        said = self.said()
        self.log.close()
        self.data.cleanup()
        errors = [line for line in said.splitlines() if " ERROR " in line or "panicked" in line]
        if errors:
            raise SystemExit("the server's log has errors:\n" + "\n".join(errors[:20]))


class Person:
    """Somebody signed in, who prepares what there is to find."""

    def __init__(self, url: str, person: str, commission: str) -> None:
        self.url, self.person, self.commission = url, person, commission
        self.token = ""
        self.token = self.call("POST", "/demo/sessions", {"person": person, "commission": commission})["token"]

    def another(self) -> str:
        """A session of hers more, to be ended."""
        return Person(self.url, self.person, self.commission).token

    def call(self, method: str, path: str, body: object | None = None) -> dict:
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "content-type": "application/json",
                "idempotency-key": str(uuid.uuid4()),
                **({"authorization": f"Bearer {self.token}"} if self.token else {}),
            },
        )
        try:
            with urllib.request.urlopen(request) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as refusal:
            raise SystemExit(f"{method} {path}: {refusal.code} {refusal.read().decode()}") from None


def request(level: str) -> dict:
    return {
        "centre": CENTRE,
        "level": level,
        "reason": "wound_skin",
        "callback_phone": "070-174 06 52",
        "patient": {"id_type": "personnummer", "id": "191212121212", "name": "Tolvan Tolvansson"},
        "sbar": {
            "situation": "Trycksår på hälen som har blivit större.",
            "background": "Diabetes.",
            "assessment": "Rodnad, ingen feber.",
            "recommendation": {"kind": "advice"},
        },
        "care_limits": {"kinds": ["none_known"]},
        "disclosure_basis": "consent",
        "nurse_with_patient": True,
        "patient_takes_part": True,
    }


ANSWER = {
    "mode": "text",
    "assessed_by": "via_nurse",
    "assessment": "Sårvård hemma.",
    "level_of_care": "stay_home",
    "orders": [],
    "contingency": "Feber: ring igen.",
    "follow_up": None,
}
MEDICINE = {"kind": "medicine", "what": "Paracetamol", "from_list": True, "dose": "1 tablett", "route": "po", "when": "vid behov", "why": "smärta"}
ORDER = {"orders": [MEDICINE], "order_entered": "by_me"}


def cases(nurse: Person, doctor: Person) -> list[str]:
    """One case in each of several states: what has no case to act on is refused before it is read."""
    doctor.call("PUT", "/duty", {"state": "on", "centres": [CENTRE]})
    made = []

    def asked(level: str) -> str:
        made.append(nurse.call("POST", "/consults", request(level))["id"])
        return made[-1]

    for more in ({}, ORDER):
        case = asked("P2")
        doctor.call("POST", f"/consults/{case}/claim", {})
        doctor.call("POST", f"/consults/{case}/answer", {**ANSWER, **more})
    case = asked("P3")
    nurse.call("POST", f"/consults/{case}/withdraw", {"reason": "solved"})
    case = asked("P3")
    nurse.call("POST", f"/consults/{case}/park", {})
    for case in made[:2]:
        nurse.call("POST", f"/consults/{case}/report_incident", {"text": "Ingen svarade på en timme."})
    for level in ("P1", "P3", "P4"):
        asked(level)
    case = asked("P4")
    doctor.call("POST", f"/consults/{case}/claim", {})
    return made


def fuzz(server: Server, role: str, person: Person, known: list[str]) -> bool:
    """Whether the server kept to its description; what was found is printed whole, one person after another."""
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "schemathesis"),
            "run",
            f"{server.url}/api/openapi.json",
            "--header",
            f"Authorization: Bearer {person.token}",
            "--checks",
            ",".join(CHECKS),
            "--phases",
            "examples,coverage,fuzzing",
            "--max-time",
            SECONDS,
            "--seed",
            SEED,
            "--generation-database",
            "none",
            "--warnings",
            "off",
            "--no-color",
            *sys.argv[1:],
        ],
        cwd=server.data.name,
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": "hooks",
            "PYTHONPATH": str(HERE),
            "PYTHONDONTWRITEBYTECODE": "1",
            "VANTRUM_TOKEN": person.token,
            "VANTRUM_SPARE": " ".join(person.another() for _ in range(SPARE)),
            "VANTRUM_CASES": " ".join(known),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(f"as {role}, seed {SEED}, {SECONDS} s\n{done.stdout}", flush=True)
    return done.returncode == 0


def keeps_its_word(role: str) -> bool:
    """Lets one person loose, in a county of her own: what one has done does not change what another meets."""
    server = Server()
    try:
        known = cases(Person(server.url, *PEOPLE["nurse"]), Person(server.url, *PEOPLE["doctor"]))
        return fuzz(server, role, Person(server.url, *PEOPLE[role]), known)
    finally:
        server.stop()


def main() -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as people:
        kept = dict(zip(PEOPLE, people.map(keeps_its_word, PEOPLE)))
    failed = [role for role, word in kept.items() if not word]
    print(f"{time.monotonic() - began:.0f} s")
    if failed:
        raise SystemExit(f"the server does not keep to its description: {', '.join(failed)}")


main()

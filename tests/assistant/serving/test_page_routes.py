"""The page's files and its own routes."""

from __future__ import annotations

import re

from assistant.serving import training
from assistant.serving.page_routes import PAGE
from models import paths
from tests.fixtures.serving import Served


def test_the_page_names_its_own_files_only(served: Served) -> None:
    pages = [*PAGE.glob("*.html"), *PAGE.glob("*.js"), *PAGE.glob("*.css")]
    for page in pages:
        text = page.read_text("utf-8")
        assert not re.search(r"https?://(?!www\.w3\.org)", text), page
        assert not re.search(r"innerHTML|\beval\(|\sstyle=\"|\son\w+=\"", text), page
        for named in re.findall(r"[\"'](/page/[\w.-]+)[\"']", text):
            assert served.client.get(named).status_code == 200, named
    index = served.client.get("/")
    assert index.headers["content-type"].startswith("text/html") and 'lang="en"' in index.text


def test_a_report_has_a_link_that_is_used_once(served: Served) -> None:
    address = "/api/training/report"
    assert served.client.post(address).json() == {"error": "There is no report yet."}
    folder = paths.runs() / "personal" / "a"
    folder.mkdir(parents=True)
    (folder / training.REPORT).write_text("<h1>Better</h1>")
    path = served.client.post(address).json()["path"]
    read = served.client.get(path)
    assert read.text == "<h1>Better</h1>" and "sandbox" in read.headers["content-security-policy"]
    assert served.client.get(path).status_code == 404


def test_what_is_kept_said_and_recorded_is_told(served: Served) -> None:
    served.client.post("/api/text", json={"text": "set a timer for five minutes"})
    kept = served.client.get("/api/household").json()
    assert kept["timers"][0]["name"] == "5 minute" and kept["lists"] == []
    assert {topic["title"] for topic in served.client.get("/api/said").json()} >= {"Timers"}
    assert served.client.get("/api/corrections").json() == []
    assert served.client.get("/api/recordings").json() == []
    assert served.client.get("/api/training").json()["state"] == "none"
    gone = served.client.delete("/api/corrections?id=x")
    assert gone.status_code == 422 and "no longer there" in gone.json()["error"]

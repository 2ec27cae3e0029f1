"""Starting Python in the page: when, how, and what happens when anything goes wrong."""

import json
import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from scripts.server import SiteServer
from tests.browser.conftest import NewReader
from tests.browser.faults import FAULTS, STALLS, FaultyServer
from tests.browser.reader import ANY, COLD_START, Reader

FILES = (
    "calculator.js",
    "worker.js",
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "memory.bin",
    "rest.zip",
)
# A script with a blank and a number behind it runs as before: our own scripts need no length check.
HARMLESS = {("calculator.js", "wrong build"), ("worker.js", "wrong build")}
SETTLES = 14_000  # milliseconds: ten of silence, and the machine's own slowness
FRAGMENT = "#regional-rates?v=1&agents=12"
WATCH_WORKERS = """() => {
  const Native = Worker;
  window.workers = [];
  window.Worker = class extends Native {
    constructor(url, options) {
      super(url, options);
      if (String(url).startsWith("blob:")) workers.push(this);
    }
    postMessage(message) {
      if (!window.mute) super.postMessage(message);
    }
  };
}"""


def watch_workers(reader: Reader) -> None:
    """Keep hold of every worker that the page starts."""
    reader.page.add_init_script(f"({WATCH_WORKERS})()")


def needs_python(url: str) -> bool:
    """Tell whether an address is of a file that only a running calculator needs."""
    return "/runtime/" in url and not re.search(r"/(site|calculator)\.", url)


def check_failure(reader: Reader) -> None:
    """Check that a page whose calculator cannot load says so and is readable."""
    message = reader.message("failed")
    expect(message).to_be_visible(timeout=SETTLES)
    expect(message.get_by_role("button")).to_be_enabled()
    expect(reader.sentence).to_contain_text("India, 10 agents")
    expect(reader.section.locator("table").first).to_be_visible()


@pytest.mark.parametrize("name", FILES)
def test_a_file_at_fault_ends_in_the_message(
    new_reader: NewReader, site: SiteServer, name: str
) -> None:
    """Whatever is wrong with a file, the page says so, again after each retry, until it is mended.

    One page meets all faults, each after a press of the button, so that no damaged file may stay
    in the browser's cache either.
    """
    faults = [send for fault, send in FAULTS.items() if (name, fault) not in HARMLESS]
    with FaultyServer(site, name, faults[0]) as server:
        reader = new_reader(server.address)
        reader.injected = ANY
        reader.open("regional_rates")
        reader.control("agents").fill("12")
        check_failure(reader)
        for send in faults[1:]:
            server.fault = send
            try_again(reader)
            check_failure(reader)
        server.mend()
        try_again(reader)
        expect(reader.sentence).to_contain_text("12 agents", timeout=COLD_START)
        expect(reader.message("failed")).to_be_hidden()
        expect(reader.control("agents")).to_have_value("12")


def try_again(reader: Reader) -> None:
    """Press the button of the message, which is gone first, so that the next one is a new one."""
    reader.do("retry").evaluate(
        """button => {
          document.documentElement.dataset.runtime = "";
          button.click();
        }"""
    )


def test_a_server_that_falls_silent_ends_in_the_message(
    new_reader: NewReader, site: SiteServer
) -> None:
    """Ten seconds without a byte are a failure, whichever file they come in."""
    with ExitStack() as stack:
        readers = []
        for name in FILES:
            for send in STALLS.values():
                server = stack.enter_context(FaultyServer(site, name, send))
                readers.append(new_reader(server.address))
                readers[-1].injected = ANY
                readers[-1].page.goto(
                    f"{server.address}en/costs/location/{FRAGMENT}", wait_until="commit"
                )
        for reader in readers:
            check_failure_of_a_link(reader)


def check_failure_of_a_link(reader: Reader) -> None:
    """Check the message, and that the built answer stays."""
    expect(reader.message("failed")).to_be_visible(timeout=2 * SETTLES)
    expect(reader.sentence).to_contain_text("India, 10 agents")


def test_nothing_is_loaded_before_it_is_wanted(new_reader: NewReader) -> None:
    """A form far below is no reason to load; a touch of it is."""
    reader = new_reader(viewport={"width": 1000, "height": 200})
    reader.open("regional_rates")
    expect(reader.page.locator("html[data-runtime]")).to_be_attached()
    reader.page.wait_for_load_state("networkidle")
    assert [url for url in reader.requests if needs_python(url)] == []
    reader.control("agents").focus()
    reader.make_ready()
    assert any(needs_python(url) for url in reader.requests)


def test_a_reader_who_saves_data_is_asked_first(new_reader: NewReader) -> None:
    """With Save-Data a form in sight loads nothing until it is used."""
    reader = new_reader(viewport={"width": 1000, "height": 2000})
    reader.page.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    reader.open("regional_rates")
    expect(reader.page.locator("html[data-runtime]")).to_be_attached()
    reader.page.wait_for_load_state("networkidle")
    assert [url for url in reader.requests if needs_python(url)] == []
    reader.make_ready()


def test_a_link_with_numbers_loads_at_once(new_reader: NewReader) -> None:
    """A link's numbers are worked out without a touch, and the calculator comes into view."""
    reader = new_reader(viewport={"width": 1000, "height": 200})
    reader.open("regional_rates", fragment=FRAGMENT)
    expect(reader.sentence).to_contain_text("12 agents", timeout=COLD_START)
    expect(reader.section).to_be_in_viewport()


def test_each_file_is_asked_for_without_waiting_for_another(reader: Reader) -> None:
    """All that Python needs is under way before the first of it has come."""
    held: list[Route] = []
    reader.page.route(
        re.compile(r"pyodide-\w+/|memory\.bin|rest\.zip"), lambda route: held.append(route)
    )
    with reader.page.expect_request(re.compile(r"rest\.zip")):
        reader.open("regional_rates", fragment=FRAGMENT)
    names = {Path(url).name for url in reader.requests if needs_python(url)}
    assert names == set(FILES) - {"calculator.js"}
    for route in held:
        route.continue_()
    reader.page.unroute_all(behavior="ignoreErrors")


def forget(reader: Reader) -> None:
    """Let the memory that Python goes on from come as zeros, as many as it has bytes."""

    def blank(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=bytes(len(answer.body())))

    reader.page.route("**/memory.bin", blank)


def test_a_browser_that_cannot_go_on_from_memory_starts_python(reader: Reader) -> None:
    """The archives that a start needs are loaded then, and only then."""
    forget(reader)
    reader.open("regional_rates", fragment=FRAGMENT)
    expect(reader.sentence).to_contain_text("12 agents", timeout=COLD_START)
    assert sum(url.endswith(("calc.zip", "python_stdlib.zip")) for url in reader.requests) == 2


@pytest.mark.parametrize("name", ["calc.zip", "python_stdlib.zip"])
def test_a_fault_in_what_only_a_start_needs_ends_in_the_message(
    new_reader: NewReader, site: SiteServer, name: str
) -> None:
    """A browser that cannot go on from memory is told of these files' faults as of all others."""
    with FaultyServer(site, name, FAULTS["404"]) as server:
        reader = new_reader(server.address)
        reader.injected = ANY
        forget(reader)
        reader.open("regional_rates")
        reader.control("agents").fill("12")
        check_failure(reader)


def test_a_browser_without_wasm_is_told_before_any_download(reader: Reader) -> None:
    """Where the policy allows no wasm, the page says so at once and loads nothing."""

    def forbid(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("'wasm-unsafe-eval'", ""))

    reader.injected = "wasm"
    reader.page.route("**/costs/location/", forbid)
    reader.open("regional_rates", fragment=FRAGMENT)
    expect(reader.message("unsupported")).to_be_visible()
    assert [url for url in reader.requests if needs_python(url)] == []
    expect(reader.sentence).to_contain_text("India, 10 agents")


def test_a_browser_without_module_workers_is_told(reader: Reader) -> None:
    """A worker that is no module counts as a browser that cannot."""
    reader.page.add_init_script(
        "const Native = Worker; window.Worker = class extends Native { constructor(url) { super(url); } };"
    )
    reader.open("regional_rates", fragment=FRAGMENT)
    expect(reader.message("unsupported")).to_be_visible()


def test_offline_while_loading_heals_by_itself(new_reader: NewReader) -> None:
    """Offline, the page says so, and loads when the connection is back."""
    reader = new_reader(viewport={"width": 1000, "height": 200})
    reader.injected = "ERR_INTERNET_DISCONNECTED"
    reader.open("regional_rates")
    expect(reader.page.locator("html[data-runtime]")).to_be_attached()
    reader.page.wait_for_load_state("networkidle")
    reader.page.context.set_offline(True)
    reader.control("agents").fill("12")
    expect(reader.message("offline")).to_be_visible()
    reader.page.context.set_offline(False)
    expect(reader.sentence).to_contain_text("12 agents", timeout=COLD_START)
    expect(reader.message("offline")).to_be_hidden()


def test_offline_after_loading_everything_computes(new_reader: NewReader) -> None:
    """Once Python is there, no connection is needed."""
    reader = new_reader()
    reader.open_ready("regional_rates")
    reader.page.context.set_offline(True)
    reader.set("agents", "12")
    expect(reader.sentence).to_contain_text("12 agents")


def test_a_worker_that_ends_is_started_once_more(reader: Reader) -> None:
    """A worker that has gone is replaced, and the last question asked again."""
    watch_workers(reader)
    reader.open_ready("regional_rates")
    reader.page.evaluate("() => workers.at(-1).terminate()")
    reader.set("agents", "12")
    expect(reader.sentence).to_contain_text("12 agents", timeout=COLD_START)
    assert reader.page.evaluate("() => workers.length") == 2
    for name in ("failed", "too_long", "bug"):
        expect(reader.message(name)).to_be_hidden()


def test_a_question_that_takes_too_long_is_given_up(reader: Reader) -> None:
    """Two seconds, one restart, two seconds, then a message; the next question is answered."""
    watch_workers(reader)
    reader.open_ready("regional_rates")
    reader.page.evaluate("() => { window.mute = true; }")
    reader.set("agents", "12")
    expect(reader.message("too_long")).to_be_visible(timeout=COLD_START)
    expect(reader.stale).to_be_visible()
    expect(reader.sentence).to_contain_text("10 agents")
    assert reader.page.evaluate("() => workers.length") == 2
    reader.page.evaluate("() => { window.mute = false; }")
    reader.set("agents", "13")
    expect(reader.sentence).to_contain_text("13 agents", timeout=COLD_START)
    expect(reader.message("too_long")).to_be_hidden()
    expect(reader.stale).to_be_hidden()


def test_a_bug_keeps_the_last_answer(reader: Reader) -> None:
    """An exception in Python ends in its own message, and the next question is answered."""
    reader.injected = "KeyError"
    reader.open_ready("regional_rates")
    name = reader.section.evaluate(
        "section => { const {calculator} = section.dataset; section.dataset.calculator = 'no_such'; return calculator; }"
    )
    reader.injected = "no_such"
    reader.set("agents", "12")
    expect(reader.message("bug")).to_be_visible()
    expect(reader.stale).to_be_visible()
    expect(reader.sentence).to_contain_text("10 agents")
    reader.section.evaluate("(section, name) => { section.dataset.calculator = name; }", name)
    reader.set("agents", "13")
    expect(reader.sentence).to_contain_text("13 agents")
    expect(reader.message("bug")).to_be_hidden()


def test_the_policy_holds_inside_the_worker(reader: Reader) -> None:
    """In the worker, eval throws and nothing can be fetched from elsewhere."""
    reader.injected = "Content Security Policy"
    reader.open_ready("regional_rates")
    worker = next(each for each in reader.page.workers if each.url.startswith("blob:"))
    tried = worker.evaluate(
        """async () => {
          const tried = [];
          // What the test's own tools run at once is exempt from the policy.
          await new Promise((resolve) => setTimeout(resolve));
          try { eval("1 + 1"); } catch (error) { tried.push(error.name); }
          try { await fetch("https://example.org/"); } catch (error) { tried.push(error.name); }
          return tried;
        }"""
    )
    assert tried == ["EvalError", "TypeError"]


def test_the_newest_question_wins(reader: Reader) -> None:
    """An answer to an older question that comes later is dropped."""
    reader.open_ready("regional_rates")
    reader.section.evaluate(
        """section => {
          const {calculator} = section;
          const receive = calculator.receive;
          calculator.receive = (data) => { window.last = data; receive.call(calculator, data); };
        }"""
    )
    reader.set("agents", "12")
    expect(reader.sentence).to_contain_text("12 agents")
    reader.set("agents", "13")
    expect(reader.sentence).to_contain_text("13 agents")
    reader.set("agents", "x")
    expect(reader.error("agents")).to_be_visible()
    expect(reader.sentence).to_contain_text("13 agents")


def swap_build(reader: Reader, pattern: str, *, times: int | None = None) -> list[str]:
    """Let pages come from another build, as during a deploy."""
    seen: list[str] = []

    def change(route: Route) -> None:
        answer = route.fetch()
        body = re.sub(r'data-build="\w+"', 'data-build="0123456789ab"', answer.text())
        seen.append(route.request.url)
        route.fulfill(response=answer, body=body)

    options: dict[str, Any] = {} if times is None else {"times": times}
    reader.page.route(pattern, change, **options)
    return seen


def test_another_build_reloads_once_and_never_again(reader: Reader) -> None:
    """A page whose scripts are of another build is loaded once more, and then says so."""
    seen = swap_build(reader, "**/en/costs/location/")
    reader.open("regional_rates")
    expect(reader.message("updated")).to_be_visible()
    assert len(seen) == 2


def test_instant_navigation_into_a_new_build_heals(reader: Reader) -> None:
    """A new page under old scripts is loaded whole, once, and then works."""
    reader.open_ready("regional_rates")
    swap_build(reader, "**/en/costs/commission/", times=1)
    reader.page.evaluate("() => { window.old = true; }")
    reader.follow(f"{reader.address}en/costs/commission/")
    expect(reader.page.locator("#build")).not_to_have_attribute("data-build", "0123456789ab")
    reader.name = "commission_premium"
    reader.make_ready()
    assert not reader.page.evaluate("() => window.old")


def test_the_second_calculator_has_the_same_worker(reader: Reader) -> None:
    """Instant navigation keeps Python: the next calculator answers without a start."""
    watch_workers(reader)
    reader.open_ready("regional_rates")
    asked = len([url for url in reader.requests if needs_python(url)])
    reader.follow(f"{reader.address}en/costs/commission/")
    reader.name = "commission_premium"
    reader.make_ready()
    reader.set("normal_rate", "21")
    expect(reader.sentence).to_contain_text("$21")
    assert reader.page.evaluate("() => workers.length") == 1
    assert len([url for url in reader.requests if needs_python(url)]) == asked


def test_storage_that_throws(reader: Reader) -> None:
    """Denied storage costs no error."""
    for name in ("localStorage", "sessionStorage"):
        reader.page.add_init_script(
            f"Object.defineProperty(window, '{name}', {{get() {{ throw new DOMException('denied'); }}}})"
        )
    reader.open_ready("regional_rates")
    reader.set("agents", "12")
    expect(reader.sentence).to_contain_text("12 agents")


def test_manifest_names_what_the_browser_loads(reader: Reader, site_folder: Path) -> None:
    """Every runtime file that a calculator's page asks for is in the manifest."""
    manifest = json.loads((site_folder / "runtime" / "manifest.json").read_text())
    reader.open_ready("regional_rates")
    prefix = f"{reader.address}runtime/"
    asked = {url.removeprefix(prefix) for url in reader.requests if url.startswith(prefix)}
    assert asked <= set(manifest["files"])

#!/usr/bin/env python3
"""Opens the page of `hybrid report` in a real browser (Debian: chromium, chromium-driver, python3-selenium).

run_page.py PROGRAMS SOURCE   with the folders of the built programs and of the project
exits with 77 if there is no browser. HYBRID_AXE: a file axe.min.js (PyPI: axe-core-python) also checks accessibility;
HYBRID_SCREENSHOTS: a folder for pictures.
"""
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

MISSING = 77
try:
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.select import Select
except ImportError:
    print("SKIPPED: no python3-selenium; `scripts/setup --check` installs it")
    sys.exit(MISSING)

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
if not CHROMIUM or not DRIVER:
    print("SKIPPED: no chromium or chromium-driver; `scripts/setup --check` installs them")
    sys.exit(MISSING)

PROGRAMS, SOURCE = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
EVIL = ["</script><script>window.evil = 1</script>", "\"'><img src=x onerror=\"window.evil = 1\">", "\U0001f600",
        "\u05e9\u05dc\u05d5\u05dd", "\u202eabc", "x" * 300]
POSITIONS = list(range(5, 200, 10))  # 20 of the slider's stops


def hybrid(*words):
    done = subprocess.run([PROGRAMS / "hybrid", *words], cwd=WORK, capture_output=True, text=True)
    assert done.returncode == 0, f"hybrid {' '.join(words)}: {done.stderr}"
    return done.stdout


def write_npy(path, kind, shape, values):
    """Writes numbers as NumPy does; this Python may have no NumPy."""
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {tuple(shape)}, }}"
    header += " " * (63 - (10 + len(header)) % 64) + "\n"
    code = {"<i4": "i", "<f4": "f"}[kind]
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode()
                     + struct.pack(f"<{len(values)}{code}", *values))


def write_hostile_pair():
    """Prediction sets whose classes are named by an enemy."""
    n, k = 400, len(EVIL)
    labels = [i * 7 % k for i in range(n)]
    for model, wrong in (("base", 3), ("cloud", 11)):
        logits = []
        for i, label in enumerate(labels):
            top = (label + 1) % k if i % wrong == 0 else label
            logits += [((i * 13 + c * 5) % 17) / 17 + (2 + i % 7 / 7 if c == top else 0) for c in range(k)]
        folder = WORK / "hostile" / model
        folder.mkdir(parents=True)
        write_npy(folder / "labels.npy", "<i4", (n,), labels)
        write_npy(folder / "logits.npy", "<f4", (n, k), logits)
        (folder / "meta.json").write_text(json.dumps({"class_names": EVIL, "macs": 1e6, "input_bytes": 784}))


def amount(value):
    """A cost as the page shows it, written independently of it."""
    return f"{value:,.0f}" if value >= 999.5 else f"{value:.3g}"


def browser(*arguments):
    options = Options()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb",
                     f"--user-data-dir={WORK / 'profile'}", *arguments):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(service=Service(DRIVER), options=options)


def open_page(name, width=1000, height=900, scheme="light", media="", scripts=True):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                           {"media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]})
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    driver.get((WORK / name).as_uri())


def screenshot(name):
    if "HYBRID_SCREENSHOTS" in os.environ:
        size = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": {
            "x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 6000), "scale": 1}})
        import base64
        (pathlib.Path(os.environ["HYBRID_SCREENSHOTS"]) / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))


def require_no_console_errors():
    found = [entry for entry in driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    assert not found, found


def element(selector):
    return driver.find_element(By.CSS_SELECTOR, selector)


def text(selector):
    """The text, also of what is closed or printed elsewhere."""
    return element(selector).get_attribute("textContent")


def move_to(step):
    driver.execute_script("const s = document.getElementById('share'); s.value = arguments[0];"
                          "s.dispatchEvent(new Event('input', {bubbles: true}));", step)


def choose(method):
    choice = Select(element("#method"))
    choice.select_by_visible_text(next(o.text for o in choice.options if f"({method})" in o.text or f"({method}, " in o.text))


def test_slider_shows_what_tune_says():
    open_page("run.html")
    for method in ("max_prob", "auto", "own_mix"):
        choose(method)
        coverages = ",".join(str((200 - step) / 200) for step in POSITIONS)
        points = json.loads(hybrid("tune", "--run", "run", "--method", method, "--coverage", coverages, "--json"))["points"]
        assert len(points) == 20
        for step, point in zip(POSITIONS, points):
            move_to(step)
            seen = {name: text(f"[data-slot={name}]") for name in ("sent", "accuracy", "interval", "latency", "energy")}
            expected = {"sent": f"{100 * (1 - point['coverage']):.1f}", "accuracy": f"{100 * point['accuracy']:.1f}",
                        "interval": f"{100 * point['ci_low']:.1f} to {100 * point['ci_high']:.1f}",
                        "latency": amount(point["latency_ms"]) + " ms",
                        "energy": amount(point["energy_mj"]) + " mJ"}
            assert seen == expected, (method, step, seen, expected)
            assert f"{expected['sent']} % sent: {expected['accuracy']} %" in element("#share").get_attribute("aria-valuetext")
            if method == "max_prob":
                bound = float(text("#code").split("<")[1].split(")")[0])
                assert abs(bound - (1 - point["threshold"])) < 1e-12, (text("#code"), point["threshold"])


def test_commands_work_as_copied():
    open_page("run.html")
    move_to(60)
    command = text("#tune").split()
    assert command[0] == "hybrid"
    assert f"{text('[data-slot=accuracy]')} % right" in hybrid(*command[1:])
    for method in range(len(Select(element("#method")).options)):
        Select(element("#method")).select_by_index(method)
        if element("#export").is_displayed():
            hybrid(*text("#export").split()[1:])
            assert (WORK / "router.c").exists()
            (WORK / "router.c").unlink()
    hybrid(*text("#what-happened p code").split()[1:])


def test_own_scores_are_shown_like_ours():
    open_page("run.html")
    assert any("(own_mix)" in cell.text for cell in driver.find_elements(By.CSS_SELECTOR, "#position tbody th"))
    shown = [label.text for label in driver.find_elements(By.CSS_SELECTOR, "#legend label:has(:checked)")]
    assert any("(own_mix)" in name for name in shown), shown


def test_battery_of_the_run_is_told_everywhere():
    open_page("run.html")
    choose("auto")
    Select(element("#axis")).select_by_value("battery")
    for step in (0, 40, 200):
        move_to(step)
        days = text("#life").removeprefix("Battery life: ").removesuffix(" days.").replace(",", "")
        assert text("[data-slot=life]") == f"the battery lasts {days} days", (step, days)
        assert text("#position tbody tr [data-value=days]") == days, (step, days)


def test_tooltip_leaves_the_curve_free():
    for width in (1000, 360):
        open_page("run.html", width=width)
        for axis in ("sent", "latency", "energy", "battery"):
            Select(element("#axis")).select_by_value(axis)
            for step in range(0, 201, 20):
                move_to(step)
                covered = driver.execute_script(
                    "const tip = document.getElementById('tip').getBoundingClientRect();"
                    "const line = document.querySelector('#drawing .line.main'), matrix = line.getScreenCTM();"
                    "return [...line.points].map(p => p.matrixTransform(matrix)).filter("
                    "p => p.x > tip.left && p.x < tip.right && p.y > tip.top && p.y < tip.bottom).length;")
                assert element("#tip").is_displayed() and covered == 0, (width, axis, step, covered)


def test_keyboard_moves_the_slider():
    open_page("run.html")
    choose("max_prob")
    slider = element("#share")
    before, sentence = slider.get_attribute("aria-valuetext"), text(".headline")
    slider.send_keys(Keys.ARROW_RIGHT)
    assert slider.get_attribute("value") == "41"
    slider.send_keys(Keys.END)
    assert slider.get_attribute("value") == "200" and text("[data-slot=asked]") == "100.0"
    assert slider.get_attribute("aria-valuetext") != before and text(".headline") != sentence
    assert text("[data-slot=rule]") == "send every input"
    counts = [int(cell.text) for cell in driver.find_elements(By.CSS_SELECTOR, "[data-decision]")]
    assert sum(counts[3:]) == 0 and sum(counts) == 2000


def test_methods_and_axes_can_be_changed():
    open_page("run.html")
    drawn = lambda: len(driver.find_elements(By.CSS_SELECTOR, "#drawing .line"))
    before = drawn()
    boxes = driver.find_elements(By.CSS_SELECTOR, "#legend input")
    closed = [box for box in boxes if not box.is_selected()]
    for box in closed:
        box.click()
    assert drawn() == before + len(closed)
    boxes[1].click()
    assert drawn() == before + len(closed) - 1
    place = lambda: float(element("#chosen").get_attribute("cx"))
    for axis in ("latency", "energy", "battery"):
        Select(element("#axis")).select_by_value(axis)
        move_to(40)
        left = place()
        move_to(160)
        assert place() > left, axis  # more sent is to the right on every axis
    # 225 mAh at 3 V are 2430 J; an input an hour and no sleep: days = J / (24 J per input)
    for field, value in (("mah", "225"), ("volt", "3"), ("rate", "1"), ("sleep", "0")):
        element(f"#{field}").clear()
        element(f"#{field}").send_keys(value)
    energy = float(text("[data-slot=energy]").split()[0])
    days = float(text("#life").split()[2].replace(",", ""))
    assert abs(days - 2430 / 24 / (energy / 1000)) / days < 0.01, (days, energy)
    element("#rate").clear()
    element("#rate").send_keys("100000")
    assert "longer than there is until the next" in text("#life")
    for values, words in (({"rate": "0", "sleep": "0"}, "no end"), ({"mah": "0"}, "check the numbers"),
                          ({"mah": "1e999"}, "check the numbers"), ({"mah": ""}, "check the numbers")):
        for field, value in {"mah": "225", "rate": "1", "sleep": "2", **values}.items():
            element(f"#{field}").clear()
            element(f"#{field}").send_keys(value)
        assert words in text("#life"), (values, text("#life"))


def test_hover_tells_values_and_click_moves():
    open_page("run.html")
    from selenium.webdriver.common.action_chains import ActionChains
    ActionChains(driver).move_to_element_with_offset(element("#curve"), 100, 0).perform()
    assert "% sent:" in text("#tip") and element("#tip").is_displayed() and " to " in text("#tip")
    ActionChains(driver).click().perform()
    assert text("#tip").split(" %")[0] == text("[data-slot=sent]")


def test_page_without_scripts():
    open_page("run.html", scripts=False)
    assert not element("#controls").is_displayed() and not element("#legend").is_displayed()
    assert element("#key").is_displayed() and element("#drawing .chosen").is_displayed()
    assert element("#position").is_displayed() and "20.0" in text("#position caption")
    screenshot("no-script")


def test_nothing_is_wider_than_a_phone_or_paper():
    for name in ("run.html", "hostile.html"):
        for label, width, media in (("phone", 360, ""), ("small", 320, ""), ("print", 794, "print")):
            open_page(name, width=width, media=media)
            wide = driver.execute_script("return document.documentElement.scrollWidth")
            assert wide <= width, (name, label, wide)
            if name == "run.html":
                screenshot(label)
    open_page("run.html", scheme="dark")
    screenshot("dark")
    open_page("run.html")
    screenshot("light")


def test_hostile_names_are_shown():
    open_page("hostile.html")
    assert driver.execute_script("return window.evil") is None
    names = [cell.text for cell in driver.find_elements(By.CSS_SELECTOR, "#classes tbody th")]
    assert EVIL[0] in names and EVIL[2] in names and EVIL[3] in names and "\\u202eabc" in names, names
    screenshot("hostile")


def test_accessibility():
    axe = os.environ.get("HYBRID_AXE")
    if not axe:
        print("  (without axe-core: HYBRID_AXE is not set)")
        return
    for name, options in (("run.html", {}), ("run.html", {"scheme": "dark"}), ("run.html", {"width": 360}), ("hostile.html", {})):
        open_page(name, **options)
        driver.execute_script(pathlib.Path(axe).read_text())
        result = driver.execute_async_script("const done = arguments[0]; axe.run().then(r => done(r.violations.map("
                                             "v => [v.id, v.nodes.slice(0, 3).map(n => n.html)])));")
        assert not result, (name, options, result)


with tempfile.TemporaryDirectory(prefix="hybrid-browser-") as folder:
    WORK = pathlib.Path(folder)
    (WORK / "configs").symlink_to(SOURCE / "configs")
    hybrid("simulate", "--family", "specialist", "--n", "2000", "--tune-n", "1000", "--classes", "6", "--out", "pair")
    for name, n in (("own", 2000), ("own-tune", 1000)):
        (WORK / f"{name}.csv").write_text("score_mix\n" + "".join(f"{i * 7919 % 1000}\n" for i in range(n)))
    hybrid("evaluate", "--scores", "own.csv", "--tune-scores", "own-tune.csv", "--battery", "225mAh@3V", "--rate", "60/h",
           "--base", "pair/base.npz", "--cloud", "pair/cloud.npz", "--tune-base", "pair/tune-base.npz",
           "--tune-cloud", "pair/tune-cloud.npz", "--bootstrap", "100", "--out", "run")
    hybrid("report", "run")
    write_hostile_pair()
    hybrid("evaluate", "--base", "hostile/base", "--cloud", "hostile/cloud", "--bootstrap", "100", "--methods",
           "on_device,on_cloud,random,max_prob,entropy", "--out", "hostile-run")
    hybrid("report", "hostile-run", "--out", "hostile.html")
    driver = browser()
    try:
        tests = [(name, test) for name, test in list(globals().items()) if name.startswith("test_")]
        for name, test in tests:
            test()
            require_no_console_errors()
            print(f"passed: {name.removeprefix('test_').replace('_', ' ')}")
    finally:
        driver.quit()

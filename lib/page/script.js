// Moves the point of the page along values that hybrid computed. Nothing is calculated here but positions on
// the screen and the days of a battery.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  // Texts are front coded: [characters that are as in the one before, the rest].
  for (const {text} of data.methods.filter((m) => m.text))
    for (const name in text) {
      let last = "";
      text[name] = text[name].map(([same, rest]) => last = last.slice(0, same) + rest);
    }
  const slider = byId("share"), plot = byId("plot"), svg = byId("curve"), tip = byId("tip");
  const shown = new Set();
  let method = 0, step = data.step, axis = "sent";

  const margin = {left: 48, right: 14, top: 14, bottom: 46};
  const axisNames = {
    sent: "inputs sent to the cloud, %",
    latency: "mean latency per input, ms",
    energy: "mean energy of the device per input, mJ",
    battery: "battery life, days (more inputs sent to the right)"
  };

  const text = (name, m = method, s = step) => data.methods[m].text[name]?.[s] ?? "";

  // The battery's energy by the mean power, which includes sleeping at all times: cost/battery.h has the same.
  function days(energyMj) {
    const [mah, volt, rate, sleep] = batteryFields();
    const mjPerDay = sleep * 1e-3 * 86400 + rate * 24 * energyMj;
    const life = mah * 3.6 * volt * 1000 / mjPerDay;
    return life > 0 ? life : NaN;  // as is Infinity, no place on the axis
  }

  const batteryFields = () => ["mah", "volt", "rate", "sleep"].map((id) => Number(byId(id).value));

  const threeDigits = (value) => Number(value.toPrecision(3)).toLocaleString("en-US", {maximumSignificantDigits: 3});

  const curveClass = (m) => `m${m % 12}`;  // style.css has twelve

  // The places of a curve on the axis.
  function places(curve) {
    if (axis !== "battery") return curve[axis] ?? [];
    const perHour = batteryFields()[2];
    return (curve.energy ?? []).map((energy, i) => (curve.latency?.[i] * perHour > 3600e3 ? NaN : days(energy)));
  }

  function element(name, attributes, content) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (content !== undefined) made.textContent = content;
    return made;
  }

  // Round numbers between low and high, four to eight of them.
  function ticks(low, high) {
    const power = 10 ** Math.floor(Math.log10((high - low) / 4));
    const size = [1, 2, 5, 10].find((factor) => (high - low) / (factor * power) <= 8) * power;
    const all = [];
    for (let i = Math.ceil(low / size - 1e-9); i * size <= high + 1e-9 * size; ++i) all.push(Number((i * size).toPrecision(6)));
    return all;
  }

  // 1, 2, 5, 10, ... between low and high.
  function logTicks(low, high) {
    const all = [];
    for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10)
      for (const factor of [1, 2, 5]) if (factor * power >= low && factor * power <= high) all.push(Number((factor * power).toPrecision(3)));
    return all;
  }

  // Where values are on the screen, for what is shown now.
  function makeFrame() {
    const width = Math.max(280, Math.min(900, plot.clientWidth)), height = Math.max(260, Math.min(420, width * 0.6));
    const curves = [...shown, method].map((m) => data.methods[m]);
    const xs = [data.device, data.cloud, ...curves].flatMap(places).filter(Number.isFinite);
    const ys = [...curves.flatMap((c) => c.accuracy), ...[data.device, data.cloud, data.methods[method]].flatMap((c) => [...c.low, ...c.high])];
    let [xLow, xHigh] = [Math.min(...xs), Math.max(...xs)];
    let [yLow, yHigh] = [Math.min(...ys), Math.max(...ys)];
    const log = axis === "battery";
    if (axis === "sent") [xLow, xHigh] = [0, 100];
    if (!xs.length) [xLow, xHigh] = [1, 10];
    if (xHigh - xLow <= 1e-9 * xHigh) [xLow, xHigh] = [(xLow || 1) * 0.9, (xHigh || 1) * 1.1];
    if (yHigh - yLow < 0.1) [yLow, yHigh] = [yLow - 0.5, yHigh + 0.5];
    const room = yHigh - yLow;  // below, the names of the single models have to fit
    [yLow, yHigh] = [Math.max(0, yLow - 0.1 * room), Math.min(100, yHigh + 0.04 * room)];
    const inner = width - margin.left - margin.right;
    const x = (value) => margin.left + inner * (log ? Math.log(xHigh / value) / Math.log(xHigh / xLow) : (value - xLow) / (xHigh - xLow));
    const y = (value) => margin.top + (yHigh - value) / (yHigh - yLow) * (height - margin.top - margin.bottom);
    return {width, height, x, y, xTicks: log ? logTicks(xLow, xHigh) : ticks(xLow, xHigh), yTicks: ticks(yLow, yHigh)};
  }

  let frame;

  function drawAxes() {
    const parts = [];
    for (const tick of frame.yTicks) {
      const y = frame.y(tick);
      parts.push(element("line", {class: "grid", x1: margin.left, x2: frame.width - margin.right, y1: y, y2: y}),
                 element("text", {class: "tick", "text-anchor": "end", x: margin.left - 6, y: y + 4}, tick));
    }
    let last = -Infinity;
    for (const tick of frame.xTicks.map((value) => [frame.x(value), value]).sort((a, b) => a[0] - b[0])) {
      const label = tick[1].toLocaleString("en-US");
      if (tick[0] - last < 10 * label.length) continue;
      last = tick[0];
      parts.push(element("text", {class: "tick", "text-anchor": "middle", x: tick[0], y: frame.height - margin.bottom + 18}, label));
    }
    parts.push(element("text", {class: "tick", "text-anchor": "middle", x: (margin.left + frame.width - margin.right) / 2, y: frame.height - 8}, axisNames[axis]));
    return parts;
  }

  function pairs(curve, key) {
    return places(curve).map((x, i) => [x, curve[key][i]]).filter(([x]) => Number.isFinite(x))
      .map(([x, y]) => frame.x(x).toFixed(1) + "," + frame.y(y).toFixed(1));
  }

  function drawAlone(point, name, left) {
    const x = frame.x(places(point)[0]), y = frame.y(point.accuracy[0]);
    if (!Number.isFinite(x)) return [];
    const below = y + 22 < frame.height - margin.bottom;
    return [element("circle", {class: "alone", cx: x, cy: y, r: 4}),
            element("text", {class: "name", "text-anchor": left ? "start" : "end", x: left ? x + 8 : x, y: below ? y + 20 : y - 10}, name)];
  }

  function draw() {
    frame = makeFrame();
    svg.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
    const main = data.methods[method];
    const lines = [...shown].filter((m) => m !== method).map((m) => element("polyline", {class: `line ${curveClass(m)}`, points: pairs(data.methods[m], "accuracy").join(" ")}));
    byId("drawing").replaceChildren(
      ...drawAxes(),
      element("polygon", {class: `band ${curveClass(method)}`, points: [...pairs(main, "high"), ...pairs(main, "low").reverse()].join(" ")}),
      ...lines,
      element("polyline", {class: `line main ${curveClass(method)}`, points: pairs(main, "accuracy").join(" ")}),
      ...drawAlone(data.device, "device alone", true), ...drawAlone(data.cloud, "cloud alone", places(data.cloud)[0] !== undefined && frame.x(places(data.cloud)[0]) < frame.width / 2),
      element("line", {id: "error-bar", class: "error-bar"}), element("circle", {id: "chosen", class: "chosen", r: 7}));
    place();
  }

  // The chosen point and its interval; hidden where the axis has no place for them.
  function place() {
    const main = data.methods[method], x = frame.x(places(main)[step]);
    const visibility = Number.isFinite(x) ? "visible" : "hidden";
    const set = (id, attributes) => { for (const [key, value] of Object.entries(attributes)) byId(id).setAttribute(key, value); };
    set("chosen", {visibility});
    set("error-bar", {visibility});
    if (visibility === "hidden") return;
    set("chosen", {cx: x, cy: frame.y(main.accuracy[step])});
    set("error-bar", {x1: x, x2: x, y1: frame.y(main.low[step]), y2: frame.y(main.high[step])});
  }

  function lifeWords(m, s) {
    const {energy, latency} = data.methods[m];
    const fields = batteryFields(), rate = fields[2];
    if (fields.some((value) => !(value >= 0)) || !(fields[0] * fields[1] > 0)) return "unknown: check the numbers";
    if (latency && latency[s] * rate > 3600e3) return "none: an input takes longer than there is until the next";
    const life = days(energy[s]);
    return Number.isFinite(life) ? `${threeDigits(life)} days` : "no end";
  }

  function pointWords(m, s) {
    const costs = ["latency", "energy"].map((name) => text(name, m, s)).filter((words) => words);
    if (axis === "battery") costs.push(lifeWords(m, s));
    return [`${text("sent", m, s)} % sent: ${text("accuracy", m, s)} % (${text("interval", m, s)})`, ...costs].join(", ");
  }

  // All texts of the page that depend on the position.
  function write() {
    for (const place of document.querySelectorAll("[data-slot]")) {
      const name = place.dataset.slot;
      place.textContent = name === "label" ? data.methods[method].label : name === "method" ? data.methods[method].word : text(name);
    }
    for (const cell of document.querySelectorAll("#position [data-method]"))
      cell.textContent = text(cell.dataset.value, Number(cell.dataset.method));
    const counts = data.methods[method].decisions?.[step] ?? [];
    for (const cell of document.querySelectorAll("[data-decision]")) cell.textContent = counts[Number(cell.dataset.decision)];
    byId("code-box").hidden = text("code") === "";
    byId("export-box").hidden = !data.methods[method].exports;
    byId("share-value").textContent = `${text("asked")} %`;
    slider.setAttribute("aria-valuetext", pointWords(method, step));
    if (byId("life")) byId("life").textContent = `Battery life: ${lifeWords(method, step)}.`;
  }

  function update() {
    write();
    place();
  }

  // The step whose place is nearest to the pointer.
  function nearest(event) {
    const box = svg.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * frame.width;
    const distances = places(data.methods[method]).map((value) => Math.abs(frame.x(value) - x));
    const finite = distances.filter(Number.isFinite);
    return finite.length ? distances.indexOf(Math.min(...finite)) : Number(slider.value);
  }

  // The values at a step, where they cover least of the curve: at a corner of its point or of the plot, the nearest first.
  function showTip(s) {
    const main = data.methods[method], xs = places(main);
    if (!Number.isFinite(xs[s])) { tip.hidden = true; return; }
    tip.hidden = !(s >= 0 && Number.isFinite(xs[s]));
    if (tip.hidden) return;
    tip.textContent = pointWords(method, s);
    const box = svg.getBoundingClientRect(), scale = box.width / frame.width;
    const width = tip.offsetWidth, height = tip.offsetHeight;
    const curve = xs.map((x, i) => [frame.x(x) * scale, frame.y(main.accuracy[i]) * scale]);
    let best = {cost: Infinity};
    const tops = [frame.y(main.high[s]) * scale - height - 12, frame.y(main.low[s]) * scale + 12, 0, box.height - height];
    for (const top of tops.filter((y) => y >= 0 && y + height <= box.height))
      for (const beside of [curve[s][0] - width - 12, curve[s][0] + 12, 0]) {
        const left = Math.max(0, Math.min(beside, box.width - width));
        const covers = ([x, y], edge) => x > left - edge && x < left + width + edge && y > top - edge && y < top + height + edge;
        const cost = curve.filter((point) => covers(point, 0)).length + (covers(curve[s], 10) ? curve.length : 0);
        if (cost < best.cost) best = {cost, left, top};
      }
    tip.style.left = `${best.left}px`;
    tip.style.top = `${best.top}px`;
  }

  function addCopyButtons() {
    for (const code of document.querySelectorAll("#rule pre code")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(code.textContent);
          button.textContent = "Copied";
        } catch {
          getSelection().selectAllChildren(code);
          button.textContent = "Selected";
        }
        setTimeout(() => { button.textContent = "Copy"; }, 2000);
      });
      code.parentElement.after(button);
    }
  }

  for (const box of document.querySelectorAll("#legend input")) {
    if (box.checked) shown.add(Number(box.value));
    box.addEventListener("change", () => {
      if (box.checked) shown.add(Number(box.value)); else shown.delete(Number(box.value));
      draw();
    });
  }
  slider.addEventListener("input", () => { step = Number(slider.value); update(); showTip(step); });
  slider.addEventListener("blur", () => { tip.hidden = true; });
  byId("method").addEventListener("change", (event) => { method = Number(event.target.value); write(); draw(); });
  byId("axis").addEventListener("change", (event) => {
    axis = event.target.value;
    if (byId("battery")) byId("battery").hidden = axis !== "battery";
    write();
    draw();
  });
  byId("battery")?.addEventListener("input", () => { write(); draw(); });
  byId("controls").addEventListener("submit", (event) => event.preventDefault());
  svg.addEventListener("pointermove", (event) => showTip(nearest(event)));
  svg.addEventListener("pointerleave", () => { tip.hidden = true; });
  svg.addEventListener("click", (event) => { slider.value = nearest(event); step = Number(slider.value); update(); });
  addEventListener("resize", draw);

  // A browser that goes back to the page keeps the values of its fields.
  step = Number(slider.value);
  method = Number(byId("method").value);
  axis = byId("axis").value;
  if (byId("battery")) byId("battery").hidden = axis !== "battery";
  byId("controls").hidden = byId("legend").hidden = false;
  byId("key").hidden = true;
  addCopyButtons();
  write();
  draw();
})();

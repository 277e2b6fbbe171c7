"use strict";
(() => {
  const { summary, run } = JSON.parse(document.getElementById("data").textContent);
  const $ = (selector) => document.querySelector(selector);
  const element = (name, text, cls) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (cls) made.className = cls;
    return made;
  };
  const number = (value, unit) => {
    if (value === null || value === undefined) return "not in this run";
    if (unit === "millis") return value >= 10000 ? (value / 1000).toFixed(1) + " s" : value.toFixed(0) + " ms";
    if (unit === "percent") return value.toFixed(2).replace(/\.?0+$/, "") + " %";
    if (unit === "bytes") return (value / 1048576).toFixed(2) + " MiB";
    return String(value);
  };
  const table = (selector, head, rows) => {
    const own = $(selector);
    const line = (cells, tag) => {
      const tr = element("tr");
      cells.forEach((cell, i) => {
        const isPair = Array.isArray(cell);
        tr.append(element(tag, isPair ? cell[0] : cell, (isPair ? cell[1] + " " : "") + (i > 0 && /^[<≤]?\s?[\d.]+/.test(String(isPair ? cell[0] : cell)) ? "n" : "")));
      });
      own.append(tr);
    };
    line(head, "th");
    rows.forEach((row) => line(row, "td"));
  };
  const colours = { PASSED: "good", FAILED: "bad", ABORTED: "warn", SKIPPED: "warn" };

  document.title = summary.id + " " + summary.title;
  $("h1").textContent = summary.title;
  $(".claim").textContent = "Claim: " + summary.claim + ".";
  const verdict = $(".verdict");
  verdict.textContent = summary.verdict + (summary.verdict === "PASSED" ? ": no violation observed, no target missed" : "");
  verdict.classList.add(colours[summary.verdict]);
  summary.reasons.forEach((reason) => $(".reasons").append(element("li", reason)));

  const start = run.phases ? Date.parse(run.phases.start) : 0;
  const since = (at) => (Date.parse(at) - start) / 1000;
  table(".actions", ["after", "what", "nodes"], summary.actions.map((a) => [since(a.at).toFixed(1) + " s", a.what, a.nodes.join(", ")]));
  table(".targets", ["measure", "measured", "target", ""], Object.entries(summary.targets).map(([name, m]) => {
    const isMissed = m.limit !== null && !(m.value !== null && m.value <= m.limit);
    return [name, number(m.value, m.unit), m.limit === null ? "-" : "≤ " + number(m.limit, m.unit), m.limit === null ? "" : isMissed ? ["missed", "bad"] : ["met", "good"]];
  }).concat([["detected", number(summary.detection, "millis"), "-", ""], ["promoted", number(summary.promotion, "millis"), "-", ""]]));
  table(".steady", ["probe", "tolerance", "before", "after"], Object.entries(summary.steadyState).map(([name, v]) => [name, v.tolerance, v.before, v.after].map((x) => x ?? "-")));
  table(".latencies", ["", "requests", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "stale"], Object.entries(summary.latency).map(([when, l]) => [when, l.requests, l.p50, l.p99, l["p99.9"], l.max, l.stale].map((x) => x ?? "-")));
  table(".invariants", ["", "promise", "", ""], summary.invariants.map((f) => [f.id, f.promise, f.violations.length ? ["violated", "bad"] : ["no violation observed", "good"], f.violations.join("\n")]));
  const failures = Object.entries(summary.failures);
  if (failures.length) {
    $(".failing").hidden = false;
    table(".failures", ["what", "how often"], failures.sort((a, b) => b[1] - a[1]));
  }
  $(".repeat").textContent = `${summary.target === "compose" ? "docker compose up -d --wait" : "./everstore up --detach"}\n./everstore chaos run ${summary.name} --seed ${summary.seed} --target ${summary.target}`;
  const m = summary.machine;
  $(".machine").textContent = `${summary.at}, ${summary.rate} requests/s, ${m.cores} cores, ${m.os}, Java ${m.java}${m.commit ? ", commit " + m.commit : ""}; the customers' own process took ${summary.ownCpuPercent ?? "-"} % of one core.`;
  if (!run.phases) return;

  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue("--" + name).trim();
  const from = since(run.phases.fault), to = since(run.phases.healed);
  const band = { hooks: { drawClear: [(u) => {
    const a = u.valToPos(from, "x", true), b = u.valToPos(to, "x", true);
    u.ctx.fillStyle = colour("band");
    u.ctx.fillRect(a, u.bbox.top, Math.max(2, b - a), u.bbox.height);
  }] } };
  $(".charts").hidden = false;
  const axis = () => ({ stroke: colour("soft"), grid: { stroke: colour("line") } });
  const size = () => ({ width: $("main").clientWidth - 40, height: 230 });
  const column = (name) => run.seconds.map((s) => (typeof s[name] === "number" ? s[name] : null));
  const line = (label, stroke, dash) => ({ label, stroke, width: 1.6, dash, points: { show: false } });
  const chart = (selector, scale, columns, series) => {
    const plot = new uPlot({ ...size(), plugins: [band], scales: { x: { time: false }, y: scale }, axes: [axis(), axis()],
      series: [{ label: "second" }, ...series] }, ["at", ...columns].map(column), $(selector));
    addEventListener("resize", () => plot.setSize(size()));
  };
  chart(".throughput", { range: (u, min, max) => [0, Math.max(10, max * 1.1)] }, ["ok", "failed", "unknown", "dropped"],
    [line("ok", colour("good")), line("fail", colour("bad")), line("unknown", colour("warn")), line("dropped", colour("ink"), [4, 4])]);
  chart(".latency", { distr: 3 }, ["readP50", "readP99", "writeP50", "writeP99"],
    [line("reads p50", "#3b82c4", [4, 4]), line("reads p99", "#3b82c4"), line("writes p50", "#a15cc2", [4, 4]), line("writes p99", "#a15cc2")]);

  const whole = since(run.phases.end) * 1000;
  const shades = { up: "#4cc38a99", paused: "#8ab4f8", down: "#c0262d", restarting: "#e9b44c", starting: "#e9b44c88" };
  const roleShades = { primary: "#1a7f4b", leader: "#1a7f4b" };
  Object.entries(run.lanes).forEach(([node, changes]) => {
    $(".lanes").append(element("div", node));
    const lane = element("div", undefined, "lane");
    changes.forEach((change, i) => {
      const end = i + 1 < changes.length ? changes[i + 1].at : whole;
      const piece = element("span");
      piece.style.left = (100 * change.at) / whole + "%";
      piece.style.width = Math.max(0.2, (100 * (end - change.at)) / whole) + "%";
      piece.style.background = (change.state === "up" && roleShades[change.role]) || shades[change.state] || "#888";
      piece.title = `${(change.at / 1000).toFixed(1)} s: ${change.state} ${change.role}`;
      lane.append(piece);
    });
    const fault = element("i");
    fault.style.left = (100000 * from) / whole + "%";
    fault.style.width = (100000 * (to - from)) / whole + "%";
    lane.append(fault);
    $(".lanes").append(lane);
  });
  $(".log").hidden = false;
  $(".events").textContent = run.events.map((e) => since(e.at).toFixed(2).padStart(8) + " s  " + e.text).join("\n");
})();

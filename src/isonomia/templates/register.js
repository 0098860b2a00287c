"use strict";
(function () {
  var FACETS = ["document", "addressee", "act", "topic", "condition", "due", "language"];
  var SINGLE = { document: true, language: true, condition: true };
  var $ = function (id) { return document.getElementById(id); };
  var form = $("filters"), body = $("table").tBodies[0], collator = new Intl.Collator();

  // letters without marks and case, Arabic digits as 0-9: what a reader types finds what is printed
  function fold(text) {
    return text.normalize("NFKD").replace(/[\p{M}\u0640]+/gu, "").toLowerCase()
      .replace(/[\u0660-\u0669]/g, function (digit) { return String(digit.charCodeAt(0) - 0x660); });
  }

  var rows = Array.from(body.rows, function (node) {
    var values = {};
    FACETS.forEach(function (facet) {
      var value = node.dataset[facet];
      values[facet] = SINGLE[facet] ? [value] : value.split(" ").filter(Boolean);
    });
    return { node: node, values: values, order: Number(node.dataset.order), force: Number(node.dataset.force), words: null };
  });

  function words(row) {
    if (row.words === null) {
      var titles = Array.from(row.node.querySelectorAll("[title]"), function (item) { return item.title; });
      row.words = fold(row.node.textContent + " " + titles.join(" ")).replace(/\s+/g, " ");
    }
    return row.words;
  }
  function listed(row, column) {
    return Array.from(row.node.querySelectorAll("td." + column + " li"), function (item) { return item.textContent; });
  }
  var KEYS = {
    order: function (row) { return row.order; },
    force: function (row) { return row.force; },
    who: function (row) { return listed(row, "who").join(" ") || null; },
    limit: function (row) { return listed(row, "limit").length; },
    due: function (row) { var value = row.values.due[0]; return value === "none" ? null : value === "undated" ? 9999 : Number(value); },
    topic: function (row) { return listed(row, "topic").join(" ") || null; }
  };

  var state = {};
  function load() {
    var asked = new URLSearchParams(location.hash.slice(1));
    state = {};
    FACETS.concat("q", "sort").forEach(function (name) {
      var value = asked.get(name) || "", field = form.elements[name];
      field.value = value;
      if (field.value === value && value) state[name] = value;
      else if (name !== "q") field.value = "";
    });
  }
  function save() {
    var kept = new URLSearchParams(state).toString();
    try { history.replaceState(null, "", kept ? "#" + kept : location.pathname + location.search); } catch (error) { /* a frame without history */ }
  }
  function set(name, value) {
    if (value) state[name] = value; else delete state[name];
    form.elements[name].value = value || "";
    save();
    if (name === "sort") sort();
    show();
  }

  function sort() {
    var asked = state.sort || "order", down = asked.endsWith("-"), name = down ? asked.slice(0, -1) : asked;
    var keyed = rows.map(function (row) { return [KEYS[name](row), row]; });
    keyed.sort(function (a, b) {
      if (a[0] === null || b[0] === null) return (a[0] === null) - (b[0] === null) || a[1].order - b[1].order;
      var by = typeof a[0] === "string" ? collator.compare(a[0], b[0]) : a[0] - b[0];
      return (down ? -by : by) || a[1].order - b[1].order;
    });
    var sorted = document.createDocumentFragment();
    keyed.forEach(function (pair) { sorted.appendChild(pair[1].node); });
    body.appendChild(sorted);
    document.querySelectorAll("th[data-key]").forEach(function (head) {
      if (head.dataset.key === name) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  // one pass: a row that only one facet keeps out still counts for the values of that facet
  function show() {
    var wanted = fold(state.q || "").split(/\s+/).filter(Boolean), shown = 0, counts = {};
    FACETS.forEach(function (facet) { counts[facet] = new Map(); });
    rows.forEach(function (row) {
      var missed = FACETS.filter(function (facet) { return state[facet] && row.values[facet].indexOf(state[facet]) < 0; });
      var found = wanted.every(function (word) { return words(row).indexOf(word) >= 0; });
      row.node.hidden = missed.length > 0 || !found;
      if (!row.node.hidden) shown += 1;
      if (!found || missed.length > 1) return;
      (missed.length ? missed : FACETS).forEach(function (facet) {
        new Set(row.values[facet]).forEach(function (value) { counts[facet].set(value, (counts[facet].get(value) || 0) + 1); });
      });
    });
    FACETS.forEach(function (facet) {
      var field = form.elements[facet];
      field.classList.toggle("set", Boolean(state[facet]));
      Array.from(field.options).forEach(function (option) {
        if (!option.value) return;
        var count = counts[facet].get(option.value) || 0;
        option.textContent = option.dataset.label + " (" + count + ")";
        option.disabled = count === 0 && option.value !== state[facet];
      });
    });
    document.querySelectorAll(".bars a").forEach(function (bar) {
      var count = counts[bar.dataset.facet].get(bar.dataset.value) || 0;
      bar.querySelector("b").textContent = count;
      bar.querySelector("rect").setAttribute("width", count * bar.scale);
      bar.classList.toggle("none", count === 0);
      if (state[bar.dataset.facet] === bar.dataset.value) bar.setAttribute("aria-current", "true"); else bar.removeAttribute("aria-current");
    });
    document.querySelectorAll(".owed li").forEach(function (duty) {
      duty.hidden = document.getElementById(duty.dataset.row).hidden;
    });
    document.querySelectorAll(".owed + details").forEach(function (rest) {
      var left = rest.querySelectorAll("li:not([hidden])").length;
      rest.hidden = left === 0;
      rest.querySelector("summary").textContent = left + " more";
    });
    $("count").textContent = shown + " of " + rows.length + (rows.length === 1 ? " clause" : " clauses");
    $("nothing").hidden = shown > 0;
    $("table").hidden = shown === 0;
    chips();
  }

  function chips() {
    var active = FACETS.concat("q").filter(function (name) { return state[name]; });
    $("chips").replaceChildren.apply($("chips"), active.map(function (name) {
      var chip = document.createElement("button"), field = form.elements[name];
      chip.type = "button";
      chip.className = "chip";
      chip.textContent = name === "q" ? "“" + state.q + "”" : field.selectedOptions[0].dataset.label;
      chip.setAttribute("aria-label", "take back the filter " + chip.textContent);
      chip.addEventListener("click", function () { set(name, ""); field.focus(); });
      return chip;
    }));
    $("clear").hidden = active.length < 2;
  }

  document.querySelectorAll(".bars").forEach(function (list) {
    list.querySelectorAll("a").forEach(function (bar) {
      bar.scale = Number(bar.querySelector("rect").getAttribute("width")) / Number(bar.querySelector("b").textContent);
      bar.addEventListener("click", function (event) {
        event.preventDefault();
        set(bar.dataset.facet, state[bar.dataset.facet] === bar.dataset.value ? "" : bar.dataset.value);
      });
    });
  });
  // heads become buttons only where they work
  document.querySelectorAll("th[data-key]").forEach(function (head) {
    var button = document.createElement("button"), key = head.dataset.key, first = key === "force" || key === "limit" ? "-" : "";
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", function () {
      var other = first ? "" : "-", now = state.sort || "";
      if (key === "order") set("sort", "");
      else set("sort", now === key + first ? key + other : now === key + other ? "" : key + first);
    });
    head.replaceChildren(button);
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", function (event) { set(event.target.name, event.target.value); });
  $("clear").addEventListener("click", function () {
    FACETS.concat("q").forEach(function (name) { delete state[name]; form.elements[name].value = ""; });
    save();
    show();
    form.elements.q.focus();
  });
  $("open").addEventListener("click", function () {
    var open = $("open").getAttribute("aria-pressed") !== "true";
    $("open").setAttribute("aria-pressed", String(open));
    $("open").textContent = open ? "Close all clauses" : "Open all clauses";
    body.querySelectorAll("details").forEach(function (details) { details.open = open; });
  });

  function arrive() {
    var target = location.hash.length > 1 && location.hash.indexOf("=") < 0;
    if (!target) load();
    else if (document.querySelector("tr:target[hidden]")) { form.reset(); state = {}; }
    sort();
    show();
    if (target && document.querySelector(":target")) document.querySelector(":target").scrollIntoView();
  }
  window.addEventListener("hashchange", arrive);
  $("panel").hidden = $("state").hidden = false;
  $("panel").open = !matchMedia("(max-width: 700px)").matches;
  arrive();
})();

// Shows one block of HTML that Python made, and tells Python what was opened in it.
//   data-open="clause_id"   a click opens that clause
//   data-copy="text"        a click copies the text; where the browser forbids it, shows it selected
//   data-print              a click prints the page
// Of an original (data.original) besides, without asking Python where nothing new is needed:
//   data-go="c12"           a click goes to that clause in the tree, the text and on its page
//   data-show="f-title"     a click shows where that field is printed
//   data-link="c12"         a click copies the address of that clause
//   data-copy-of="quote"    a click copies what is current: quote, citation, link
//   data-turn, data-zoom    the page before or after; smaller, larger, as wide as the pane
export default function ({ data, parentElement, setTriggerValue }) {
  document.documentElement.lang = "zh-CN";
  let root = parentElement.querySelector(".judian");
  if (!root) {
    root = document.createElement("div");
    root.className = "judian";
    parentElement.appendChild(root);
  }
  const isNew = root.judianHtml !== data.html;
  if (isNew) {
    const first = root.judianHtml === undefined;
    const held = first ? window.judianCameFrom?.isShown && window.judianCameFrom : pressedIn(root, document.activeElement);
    root.innerHTML = data.html;
    root.judianHtml = data.html;
    settle(root, first);
    if (held && !data.original) giveBack(root, held);
  }
  if (data.original) drawOriginal(root, data.original, setTriggerValue, isNew);

  root.onclick = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const wants = button.dataset;
    if (wants.open !== undefined && !data.original) window.judianCameFrom = pressedIn(root, button);
    if (wants.open !== undefined) setTriggerValue("opened", wants.open);
    if (wants.copy !== undefined) copy(button, wants.copy);
    if (wants.print !== undefined) window.print();
    if (data.original) pressInOriginal(root, button);
  };
}

// After new HTML: what folds is folded where the screen is narrow, and the highlighted clause is brought into sight.
function settle(root, first) {
  const narrow = isNarrow();
  if (narrow) for (const folds of root.querySelectorAll("details.tree, details.facts, details.facets")) folds.open = false;
  if (first && !(Date.now() < window.judianGivenBack + 2000)) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  const target = root.querySelector("[data-target]");
  if (!target) return;
  requestAnimationFrame(() => {
    scrollWithin(root.querySelector(".tree ol"), root.querySelector(".tree [aria-current]"));
    scrollWithin(root.querySelector(".text"), target);
    if (narrow) target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  });
}

function isNarrow() {
  return window.innerWidth < 760;
}

// ---- Where the keyboard is: a button that was pressed has the keys again when its block is drawn anew, be it with other
// HTML or after the original that it opened is closed.

function pressedIn(root, button) {
  if (!root.contains(button) || !button.matches("button, summary")) return null;
  const all = [...root.querySelectorAll("button, summary")];
  const alike = all.filter((other) => isAlike(other, button.dataset.open, button.textContent));
  return {
    open: button.dataset.open,
    said: button.textContent,
    among: alike.indexOf(button), // those that say and open the same
    place: all.indexOf(button),
  };
}

function isAlike(button, open, said) {
  return button.dataset.open === open && button.textContent === said;
}

function nameOf(said) {
  return said.replace(/\s*\d+\s*$/, "");
}

function giveBack(root, held) {
  if (held.isShown) return giveBackWhenFree(root, held);
  if (areKeysFree() && !root.querySelector("[data-target]")) buttonLike(root, held, true)?.focus({ preventScroll: true });
}

// The page behind an original is drawn before the original goes, or drawn twice: the button gets the keys as soon as
// nothing else has them, and again where its block is drawn anew, until the person presses something.
function giveBackWhenFree(root, held, tries = 300) {
  if (window.judianCameFrom !== held || !root.isConnected) return;
  if (!areKeysFree() || root.querySelector("[data-target]")) {
    if (tries) requestAnimationFrame(() => giveBackWhenFree(root, held, tries - 1));
    return;
  }
  const button = buttonLike(root, held, false);
  if (!button) return;
  button.focus({ preventScroll: true });
  window.judianGivenBack = Date.now(); // blocks that are drawn after this one do not scroll to the top
  requestAnimationFrame(() => button.scrollIntoView({ block: "center" }));
  if (held.isGiven) return;
  held.isGiven = true;
  const forget = () => {
    if (window.judianCameFrom === held) window.judianCameFrom = undefined;
  };
  for (const press of ["keydown", "pointerdown"]) document.addEventListener(press, forget, { once: true, capture: true });
}

function areKeysFree() {
  const active = document.activeElement;
  return !active || active === document.body || active.matches('[data-testid="stMain"]');
}

// The button that says and opens the same, with everything open that it is folded into.
function buttonLike(root, held, isSameBlock) {
  const all = [...root.querySelectorAll("button, summary")];
  let button = all.filter((other) => isAlike(other, held.open, held.said))[held.among];
  // A press may change what a button counts and does, or take it away: in the same block its name or its place tells it.
  if (!button && isSameBlock) {
    button = all.find((other) => nameOf(other.textContent) === nameOf(held.said)) ?? all[Math.min(held.place, all.length - 1)];
  }
  for (let folds = button?.parentElement.closest("details"); folds; folds = folds.parentElement.closest("details")) {
    folds.open = true;
  }
  return button;
}

// Scroll a pane, never the page around it, until the element stands in its upper part.
function scrollWithin(pane, element) {
  if (!pane || !element) return;
  const offset = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  pane.scrollTop += offset - pane.clientHeight * 0.15;
}

async function copy(button, text) {
  // A button beside a clause has no room for words: they stand above the document.
  const said = (button.closest(".text")?.closest(".document") ?? button.parentElement).querySelector(".copied");
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = "已复制";
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.readOnly = true;
    field.rows = 3;
    field.setAttribute("aria-label", "引文");
    said.replaceChildren("浏览器不允许自动复制，请按 Ctrl+C：", field);
    field.focus();
    field.select();
  }
}

// ---- An original.

// `it`: clauses [{id, place, pages, frames}], head (how the document is cited), fields {name: frames}, current, total
// pages, and sheets: the HTML of the pages that are shown.
function drawOriginal(root, it, tell, isNew) {
  root.judianIt = it;
  root.judianTell = tell;
  if (isNew) {
    root.judianCurrent = root.judianClause = it.current;
    root.judianZoom = 1;
    root.judianSheets = undefined;
    if (window.judianCameFrom) window.judianCameFrom.isShown = true;
    if (!root.querySelector("[data-target]")) root.querySelector("h1").focus({ preventScroll: true });
    watchReading(root);
    watchKeys(root);
  }
  const sheets = root.querySelector(".sheets");
  if (sheets && root.judianSheets !== it.sheets) {
    sheets.innerHTML = it.sheets;
    root.judianSheets = it.sheets;
  }
  frame(root, root.judianCurrent);
  nameCurrent(root);
}

function pressInOriginal(root, button) {
  const wants = button.dataset;
  if (wants.go !== undefined) go(root, wants.go);
  if (wants.show !== undefined) go(root, wants.show);
  if (wants.link !== undefined) copy(button, addressOf(root, wants.link));
  if (wants.copyOf !== undefined) copy(button, wordsOf(root, wants.copyOf));
  if (wants.turn !== undefined) turn(root, Number(wants.turn));
  if (wants.zoom !== undefined) zoom(root, Number(wants.zoom));
}

function clauseOf(root, token) {
  return token?.startsWith("c") ? root.judianIt.clauses[Number(token.slice(1))] : undefined;
}

// Make a clause or a field the one that is marked, in text, tree, address and on its page.
function go(root, token) {
  root.judianCurrent = token;
  mark(root, token);
  const clause = clauseOf(root, token);
  if (clause) {
    root.judianClause = token;
    markInTree(root, token);
    const address = new URL(location.href);
    address.searchParams.set("clause", clause.id);
    history.replaceState(history.state, "", address);
    nameCurrent(root);
  }
  const target = root.querySelector("[data-target]");
  root.judianStill = Date.now() + 500; // what scrolls now is us, not the reader
  if (target) {
    scrollWithin(root.querySelector(".text"), target);
    if (isNarrow() || !isSeen(root.querySelector(".text"))) target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }
  if (!root.querySelector(".sheets")) return;
  if (needsPages(root, token)) root.judianTell("shown", { item: token });
  else frame(root, token);
}

function isSeen(pane) {
  const place = pane.getBoundingClientRect();
  return place.top < window.innerHeight * 0.8 && place.bottom > window.innerHeight * 0.2;
}

function mark(root, token) {
  for (const piece of root.querySelectorAll(".text mark")) renamed(piece, "span");
  for (const line of root.querySelectorAll(".text .cited")) {
    line.classList.remove("cited");
    line.removeAttribute("data-target");
  }
  const pieces = root.querySelectorAll(`.text [data-of~="${CSS.escape(token)}"]`);
  pieces.forEach((piece, place) => {
    const line = piece.closest("p, tr");
    line.classList.add("cited");
    if (place === 0) {
      line.dataset.target = "";
      line.tabIndex = -1;
    }
    renamed(piece, "mark");
  });
}

// What is marked is a <mark>, for people who hear the page as well.
function renamed(piece, name) {
  const other = document.createElement(name);
  other.dataset.of = piece.dataset.of;
  other.append(...piece.childNodes);
  piece.replaceWith(other);
}

function markInTree(root, token) {
  const before = root.querySelector(".tree [aria-current]");
  const now = root.querySelector(`.tree [data-go="${CSS.escape(token)}"]`);
  if (!now || before === now) return;
  before?.removeAttribute("aria-current");
  now.setAttribute("aria-current", "true");
  const pane = root.querySelector(".tree ol");
  const [outer, inner] = [pane.getBoundingClientRect(), now.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) scrollWithin(pane, now);
}

// While the reader scrolls, the tree shows where in the text that is.
function watchReading(root) {
  const pane = root.querySelector(".text");
  if (!pane) return;
  let waits = false;
  pane.addEventListener("scroll", () => {
    if (waits || Date.now() < (root.judianStill ?? 0)) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      const edge = pane.getBoundingClientRect().top + pane.clientHeight * 0.2;
      let read = null;
      for (const start of pane.querySelectorAll("[data-link]")) {
        if (start.parentElement.getBoundingClientRect().top > edge) break;
        read = start.dataset.link;
      }
      if (read) markInTree(root, read);
    });
  });
  root.judianStill = Date.now() + 800;
}

function watchKeys(root) {
  const pane = root.querySelector(".pages");
  if (!pane) return;
  pane.addEventListener("keydown", (event) => {
    const steps = { "+": 1, "=": 1, "-": -1, "0": 0 };
    if (event.key in steps) zoom(root, steps[event.key]);
    else if (event.key === "ArrowLeft" && root.judianZoom === 1) turn(root, -1);
    else if (event.key === "ArrowRight" && root.judianZoom === 1) turn(root, 1);
    else return;
    event.preventDefault();
  });
}

// What stands for the clause that is current, on the line of its citation and when it is copied.
function nameCurrent(root) {
  const line = root.querySelector("[data-citation]");
  if (line) line.textContent = wordsOf(root, "citation");
}

function wordsOf(root, what) {
  const token = root.judianClause;
  const clause = clauseOf(root, token);
  const citation = root.judianIt.head + (clause?.place ?? "");
  if (what === "citation") return citation;
  if (what === "link") return addressOf(root, token);
  return clause ? `${quoteOf(root, token)}\n——${citation}` : citation;
}

function quoteOf(root, token) {
  const lines = new Map();
  for (const piece of root.querySelectorAll(`.text [data-of~="${CSS.escape(token)}"]`)) {
    const line = piece.closest("p, tr");
    const cell = piece.closest("td");
    const before = lines.get(line) ?? { text: "", cell };
    lines.set(line, { text: before.text + (before.cell === cell ? "" : "\t") + piece.textContent, cell });
  }
  return [...lines.values()].map((line) => line.text).join("\n");
}

function addressOf(root, token) {
  const id = clauseOf(root, token)?.id ?? root.judianIt.document;
  return new URL(`./?clause=${encodeURIComponent(id)}`, location.href).href;
}

// ---- Its pages.

function shownPages(root) {
  return [...root.querySelectorAll(".sheets figure")].map((sheet) => Number(sheet.dataset.page));
}

function framesOf(root, token) {
  return clauseOf(root, token)?.frames ?? root.judianIt.fields[token] ?? [];
}

function needsPages(root, token) {
  const clause = clauseOf(root, token);
  if (!clause) return !(token in root.judianIt.fields);
  const shown = shownPages(root);
  return clause.pages.some((page) => !shown.includes(page));
}

// Draw the frames of what is current over the pages that are shown, and bring the first into sight.
function frame(root, token) {
  const sheets = [...root.querySelectorAll(".sheets figure")];
  if (!sheets.length) return;
  const frames = framesOf(root, token);
  let first = null;
  for (const sheet of sheets) {
    const drawing = sheet.querySelector("svg");
    const here = frames.filter((f) => f[0] === Number(sheet.dataset.page));
    drawing.replaceChildren(...here.map(rectangle));
    sheet.querySelector("img").alt = `原件第 ${sheet.dataset.page} 页${here.length ? "，所引内容已框出" : ""}`;
    if (here.length && !first) first = { sheet, frame: here[0] };
  }
  const numbers = shownPages(root);
  root.querySelector(".which").textContent = `第 ${numbers.join("、")} 页，共 ${root.judianIt.total} 页`;
  for (const button of root.querySelectorAll("[data-turn]")) {
    const page = Number(button.dataset.turn) < 0 ? numbers[0] - 1 : numbers.at(-1) + 1;
    button.disabled = page < 1 || page > root.judianIt.total;
  }
  if (first) showFrame(root, first);
}

function rectangle([, x, y, width, height]) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x, y, width, height })) drawn.setAttribute(name, value);
  drawn.setAttribute("class", "frame");
  drawn.setAttribute("vector-effect", "non-scaling-stroke");
  return drawn;
}

async function showFrame(root, { sheet, frame }) {
  const picture = sheet.querySelector("img");
  await picture.decode().catch(() => {});
  const pane = root.querySelector(".pages");
  const points = sheet.querySelector("svg").viewBox.baseVal.height;
  const top = sheet.offsetTop + (frame[2] / points) * picture.clientHeight;
  pane.scrollTop = top - pane.clientHeight * 0.15;
  pane.scrollLeft = Math.max(0, (frame[1] / sheet.querySelector("svg").viewBox.baseVal.width) * picture.clientWidth - 20);
}

function turn(root, step) {
  const numbers = shownPages(root);
  const page = step < 0 ? numbers[0] - 1 : numbers.at(-1) + 1;
  if (page >= 1 && page <= root.judianIt.total) root.judianTell("shown", { page });
}

function zoom(root, step) {
  const pane = root.querySelector(".pages");
  const before = root.judianZoom;
  root.judianZoom = step === 0 ? 1 : Math.min(4, Math.max(1, before + step * 0.5));
  const [across, down] = [pane.scrollLeft + pane.clientWidth / 2, pane.scrollTop + pane.clientHeight / 2];
  root.querySelector(".sheets").style.width = `${root.judianZoom * 100}%`;
  const grown = root.judianZoom / before;
  pane.scrollTo(across * grown - pane.clientWidth / 2, down * grown - pane.clientHeight / 2);
}

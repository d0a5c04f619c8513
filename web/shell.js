// What the browser does around every page: the switch for larger type, which works at once and is kept for the next visit;
// which way leads here; and what people need who use the keyboard alone.
const KEPT_AS = "judian-large-type";

function isKept() {
  try {
    return localStorage.getItem(KEPT_AS) === "1";
  } catch {
    return false; // a browser that keeps nothing
  }
}

function keep(isLarge) {
  try {
    localStorage.setItem(KEPT_AS, isLarge ? "1" : "0");
  } catch {
    // It holds until the page is closed.
  }
}

// Which of the ways leads to this page, for people who hear it.
function markWhereWeAre() {
  for (const way of document.querySelectorAll(".st-key-ways a")) {
    if (way.closest(".st-key-way-here")) way.setAttribute("aria-current", "page");
    else way.removeAttribute("aria-current");
  }
}

// ---- The keyboard.

const OPENS = '[data-testid="stPopoverButton"]';
const PANEL = '[data-testid="stPopoverBody"]';

// A panel stands at the end of the page, behind everything else: opened by key, it gets the keys, and gives them back.
function followPanels() {
  if (window.judianFollowsPanels) return;
  window.judianFollowsPanels = true;
  let opener = null;
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.(OPENS);
    if (!pressed) return;
    opener = pressed;
    if (event.detail !== 0) return; // by mouse or finger: they go on with it
    whenThere(
      () => document.querySelector(`${PANEL} :is(button, input, textarea, summary, a[href])`),
      (first) => first.focus(),
      () => document.activeElement === pressed,
    );
  });
  document.addEventListener(
    "keydown",
    (event) => {
      const panel = document.activeElement?.closest(PANEL);
      if (!panel || !opener) return;
      const isLast = event.key === "Tab" && !event.shiftKey && document.activeElement === lastIn(panel);
      if (event.key !== "Escape" && !isLast) return;
      if (document.querySelector('[role="listbox"]')) return; // a list of choices inside closes first
      opener.focus(); // Tab goes on from there to what stands behind it
    },
    true,
  );
}

function lastIn(panel) {
  return [...panel.querySelectorAll("button, input, textarea, summary, a[href]")].filter((e) => !e.disabled && e.offsetParent).at(-1);
}

// Past the ways as well: they stand inside what Streamlit takes for the page's own text.
function skipWays(event) {
  const past = [...document.querySelectorAll('[data-testid="stMain"] :is(h1, button, input)')];
  const first = past.find((e) => !e.closest(".st-key-ways, .st-key-who") && e.offsetParent);
  if (!first) return;
  event.preventDefault();
  event.stopPropagation();
  if (first.matches("h1")) first.tabIndex = -1;
  first.focus();
}

// Do something with an element as soon as it is there, within some seconds and as long as it is still wanted.
function whenThere(find, act, isWanted, tries = 300) {
  const found = find();
  if (!isWanted()) return;
  if (found) act(found);
  else if (tries) requestAnimationFrame(() => whenThere(find, act, isWanted, tries - 1));
}

export default function ({ parentElement }) {
  document.documentElement.lang = "zh-CN";
  markWhereWeAre();
  followPanels();
  sayInChinese();
  const skip = document.querySelector('a[href="#stMain"]');
  if (skip) {
    skip.textContent = "跳到正文";
    skip.onclick = skipWays;
  }
  let button = parentElement.querySelector("button");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "large-type-switch";
    button.textContent = "大字";
    button.setAttribute("role", "switch");
    parentElement.appendChild(button);
  }
  const show = (isLarge) => {
    document.documentElement.classList.toggle("large-type", isLarge);
    button.setAttribute("aria-checked", String(isLarge));
  };
  show(isKept() || document.documentElement.classList.contains("large-type"));
  button.onclick = () => {
    const isLarge = button.getAttribute("aria-checked") !== "true";
    show(isLarge);
    keep(isLarge);
  };
}

// The switch for larger type: it works at once, and the browser keeps it for the next visit.
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

export default function ({ parentElement }) {
  document.documentElement.lang = "zh-CN";
  markWhereWeAre();
  const skip = document.querySelector('a[href="#stMain"]');
  if (skip) skip.textContent = "跳到正文";
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

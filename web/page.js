// Shows one block of HTML that Python made, and tells Python what was opened in it.
//   data-open="clause_id"   a click opens that clause
//   data-copy="text"        a click copies the text; where the browser forbids it, shows it selected
//   data-print              a click prints the page
export default function ({ data, parentElement, setTriggerValue }) {
  document.documentElement.lang = "zh-CN";
  let root = parentElement.querySelector(".judian");
  if (!root) {
    root = document.createElement("div");
    root.className = "judian";
    parentElement.appendChild(root);
  }
  if (root.judianHtml !== data.html) {
    const first = root.judianHtml === undefined;
    root.innerHTML = data.html;
    root.judianHtml = data.html;
    settle(root, first);
  }

  root.onclick = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.open !== undefined) setTriggerValue("opened", button.dataset.open);
    if (button.dataset.copy !== undefined) copy(button);
    if (button.dataset.print !== undefined) window.print();
  };
}

// After new HTML: the tree is folded where the screen is narrow, and the highlighted clause is brought into sight.
function settle(root, first) {
  const narrow = window.innerWidth < 760;
  const tree = root.querySelector("details.tree");
  if (tree && narrow) tree.open = false;
  if (first) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  const target = root.querySelector("[data-target]");
  if (!target) return;
  requestAnimationFrame(() => {
    scrollWithin(root.querySelector(".tree ol"), root.querySelector(".tree [aria-current]"));
    scrollWithin(root.querySelector(".text"), target);
    showFrame(root.querySelector(".pages"));
    if (narrow) target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  });
}

// Scroll the pages to the frame on the first of them, once that picture has its size.
async function showFrame(pages) {
  const picture = pages?.querySelector("[data-frame-top]");
  if (!picture) return;
  await picture.decode().catch(() => {});
  pages.scrollTop = picture.offsetTop - pages.offsetTop + picture.clientHeight * picture.dataset.frameTop - 60;
}

// Scroll a pane, never the page around it, until the element stands in its upper part.
function scrollWithin(pane, element) {
  if (!pane || !element) return;
  const offset = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  pane.scrollTop += offset - pane.clientHeight * 0.15;
}

async function copy(button) {
  const said = button.parentElement.querySelector(".copied");
  const text = button.dataset.copy;
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

// What Streamlit itself says in English, said in Chinese: what is read out or stands at the mouse, and its own short texts.
// Read before shell.js, which calls sayInChinese. A new version of Streamlit may say other words: tests/web/test_shell_words.py.
const IN_CHINESE = new Map([
  ["Clear all", "全部去掉"],
  ["Clear value", "清空"],
  ["Clear entry", "清空"],
  ["Selected values", "已选"],
  ["Select all", "全选"],
  ["Multiselect options", "可选的"],
  ["Selectbox options", "可选的"],
  ["Choose an option", "请选择"],
  ["Choose options", "请选择"],
  ["No results", "没有这样的选项"],
  ["Open", "展开"],
  ["Close", "关闭"],
  ["Dismiss", "关闭"],
  ["Sidebar", "侧栏"],
  ["Collapse sidebar", "收起侧栏"],
  ["Expand sidebar", "展开侧栏"],
  ["Link to heading", "到这一节的链接"],
  ["Decrement", "减少"],
  ["Increment", "增加"],
  ["Show password", "显示密码"],
  ["Hide password", "隐藏密码"],
  ["Copy to clipboard", "复制"],
  ["file upload", "选择文件"],
  ["Upload", "选择文件"],
  ["Add files", "再加文件"],
  ["Delete file", "去掉这个文件"],
  ["Connection error", "连不上据典"],
  ["streamlit run yourscript.py", "judian serve"],
  ["Page not found", "没有这一页"],
  ["Error", "出错了"],
]);
const BY_FORM = [
  [/^Remove (.+)$/, "去掉 $1"],
  [/^(\d+) options? available\.$/, "有 $1 个选项"],
  [/^(\d+)\s?MB per file/, "每个文件最多 $1 MB"],
  [/^Is Streamlit still running\?.*/s, "据典停了，或者网络断了。连上后本页会自己恢复；一直连不上，请在运行据典的电脑上重新启动："],
  [/^You have requested page (.+), but no corresponding file.*/s, "没有 $1 这一页，已打开首页。"],
  [/^The page that you have requested does not seem to exist.*/s, "没有这一页，已打开首页。"],
  [/^File is too large\. Maximum size is .*/s, "文件太大，没有上传。"],
  [/^(\S+) files are not allowed\.$/, "不收这种文件（$1）。"],
  [/^Connection lost\. Please wait.*/s, "连接断了，请等一会儿再试。"],
];
const NAMED_BY = ["aria-label", "title", "placeholder"];
// Where Streamlit's own texts stand. Elsewhere words are ours or people's, and an “Open” is what somebody has called so.
const ITS_OWN = '[data-testid="stFileUploader"], [data-testid="stDialog"], [data-testid$="Dropdown"], [role="status"], [aria-live]';
const OURS = '[data-testid^="stBidiComponent"], [data-testid="stHtml"]';

function inChinese(text) {
  const plain = text.trim();
  if (!/[A-Za-z]{3}/.test(plain)) return null;
  const found = BY_FORM.find(([form]) => form.test(plain));
  return IN_CHINESE.get(plain) ?? (found ? plain.replace(found[0], found[1]) : null);
}

function renameIn(element) {
  for (const name of NAMED_BY) {
    const said = inChinese(element.getAttribute(name) ?? "");
    if (said !== null) element.setAttribute(name, said);
  }
}

function rewordIn(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) rewordText(text);
}

function rewordText(text) {
  const said = inChinese(text.data);
  if (said !== null && !text.parentElement?.closest(OURS)) text.data = said; // the node stays: React holds it
}

function lookAt(element) {
  if (element.closest(OURS)) return;
  renameIn(element);
  element.querySelectorAll(NAMED_BY.map((name) => `[${name}]`).join()).forEach((e) => e.closest(OURS) || renameIn(e));
  if (element.closest(ITS_OWN)) rewordIn(element);
  else element.querySelectorAll(ITS_OWN).forEach(rewordIn);
}

function sayInChinese() {
  if (window.judianSaysInChinese) return;
  window.judianSaysInChinese = true;
  lookAt(document.body);
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") target.closest(OURS) || renameIn(target);
      else if (type === "characterData") target.parentElement?.closest(ITS_OWN) && rewordText(target);
      else
        for (const node of addedNodes) {
          if (node.nodeType === Node.ELEMENT_NODE) lookAt(node);
          else if (node.nodeType === Node.TEXT_NODE && node.parentElement?.closest(ITS_OWN)) rewordText(node);
        }
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: NAMED_BY });
}

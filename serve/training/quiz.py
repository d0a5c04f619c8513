"""The quiz: one page for the browser that needs nothing else, not even a network."""

from __future__ import annotations

import html
from string import Template

from qa.training.manifest import manifest_text
from qa.training.model import BankQuestion, TrainingPack

_PAGE = Template("""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>$title</title>
<style>
body{font-family:"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;line-height:1.7;color:#222;background:#f3f6fa;margin:0}
main{max-width:52rem;margin:0 auto;padding:1rem}
header{background:#1f4e79;color:#fff;padding:1.2rem 1rem;text-align:center}
h1{font-size:1.5rem;margin:0}header p{margin:.3rem 0 0;opacity:.9}
fieldset{background:#fff;border:1px solid #d5dde8;border-radius:8px;margin:1rem 0;padding:1rem 1.2rem;min-width:0}
legend{font-size:.85rem;color:#1f4e79;padding:0 .4rem}
.stem{margin:.2rem 0 .6rem;font-weight:600}
label{display:block;padding:.3rem .5rem;border-radius:6px;cursor:pointer}
label:hover{background:#eef3f9}
input[type=text],textarea{width:100%;box-sizing:border-box;font:inherit;padding:.4rem;border:1px solid #aab7c7;border-radius:6px}
.said{display:none;border-left:4px solid #1f4e79;background:#f7f9fc;padding:.5rem .8rem;margin-top:.7rem;font-size:.93rem}
.shown .said{display:block}
.right{border-color:#2e7d32}.wrong{border-color:#b01e1e}
.verdict{font-weight:700}.right .verdict{color:#2e7d32}.wrong .verdict{color:#b01e1e}
.id{color:#767676;font-size:.72rem;word-break:break-all}
button{font:inherit;background:#1f4e79;color:#fff;border:0;border-radius:6px;padding:.6rem 1.4rem;cursor:pointer;margin-right:.6rem}
button:focus-visible,input:focus-visible,textarea:focus-visible{outline:3px solid #f0a202;outline-offset:1px}
#score{font-size:1.1rem;font-weight:700;margin:1rem 0}
@media print{.said{display:none}button{display:none}}
</style>
</head>
<body>
<header><h1>$title</h1><p>共 $count 题，交卷后显示答案、解析和出处</p></header>
<main>
<form id="quiz">
$questions
<p id="score" role="status" aria-live="polite"></p>
<p><button type="submit">交卷</button><button type="reset">重做</button></p>
</form>
</main>
<script type="application/json" id="judian-manifest">$manifest</script>
<script>
"use strict";
const form = document.getElementById("quiz");
const fold = text => text.normalize("NFKC").replace(/\\s/g, "").replace(/[。，,．.]$$/, "");
function marked(field) {
  const kind = field.dataset.kind, key = field.dataset.key;
  if (kind === "简答") return null;
  if (kind === "填空") return fold(field.querySelector("input").value) === fold(key);
  const chosen = [...field.querySelectorAll("input:checked")].map(box => box.value).sort().join("");
  return chosen === key;
}
form.addEventListener("submit", event => {
  event.preventDefault();
  let right = 0, counted = 0;
  for (const field of form.querySelectorAll("fieldset")) {
    const is_right = marked(field);
    field.classList.add("shown");
    field.classList.remove("right", "wrong");
    const verdict = field.querySelector(".verdict");
    if (is_right === null) { verdict.textContent = "参考答案：" + field.dataset.key; continue; }
    counted += 1;
    if (is_right) right += 1;
    field.classList.add(is_right ? "right" : "wrong");
    verdict.textContent = (is_right ? "正确。" : "不正确。") + "答案：" + field.dataset.key;
  }
  document.getElementById("score").textContent = "答对 " + right + " 题，共 " + counted + " 题（简答题请自行对照）";
});
form.addEventListener("reset", () => {
  for (const field of form.querySelectorAll("fieldset")) field.classList.remove("shown", "right", "wrong");
  document.getElementById("score").textContent = "";
});
</script>
</body>
</html>
""")


def quiz(pack: TrainingPack) -> str:
    """The quiz as one HTML page with its style, its program and its manifest inside."""
    title = f"{pack.topic}　在线测试"
    return _PAGE.substitute(
        title=html.escape(title),
        count=len(pack.questions),
        questions="\n".join(_field(q) for q in pack.questions),
        # Inside a script element only "<" could end it early.
        manifest=manifest_text(pack.manifest).replace("<", "\\u003c"),
    )


def _field(question: BankQuestion) -> str:
    number = int(question.line_id.removeprefix("题"))
    key = html.escape(question.key, quote=True)
    said = (
        f'<div class="said"><p class="verdict"></p><p>{html.escape(question.explanation)}</p>'
        f'<p class="id">{html.escape(question.statement.basis.clause_id)}</p></div>'
    )
    return (
        f'<fieldset id="q{number}" data-kind="{question.kind.value}" data-key="{key}">'
        f"<legend>{number}．{question.kind.value}（{question.tested.value}，难度{question.difficulty.value}）</legend>"
        f'<p class="stem">{html.escape(question.stem)}</p>{_inputs(question, number)}{said}</fieldset>'
    )


def _inputs(question: BankQuestion, number: int) -> str:
    kind = question.kind.value
    if question.options:
        box = "radio" if kind == "单选" else "checkbox"
        return "".join(
            f'<label><input type="{box}" name="q{number}" value="{o.letter}"> {o.letter}．{html.escape(o.text)}</label>'
            for o in question.options
        )
    if kind == "判断":
        return "".join(f'<label><input type="radio" name="q{number}" value="{v}"> {v}</label>' for v in "对错")
    if kind == "填空":
        return f'<input type="text" name="q{number}" aria-label="第{number}题答案" autocomplete="off">'
    return f'<textarea name="q{number}" rows="4" aria-label="第{number}题答案"></textarea>'

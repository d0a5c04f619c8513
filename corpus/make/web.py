"""A digest as a whole saved web page of a government site: navigation, metadata table, text, footer."""

from __future__ import annotations

from html import escape

from corpus.make.source import MARK, Block, BlockKind, Digest, Rank

_STYLE = """
body{margin:0;background:#f4f4f4;font:16px/1.9 "Noto Serif CJK SC",SimSun,serif;color:#222}
.header,.footer{background:#a40000;color:#fff;padding:12px 40px}.nav a{color:#fff;margin-right:24px;text-decoration:none}
.crumbs,.share{max-width:860px;margin:12px auto;color:#666;font-size:14px}
.article{max-width:780px;margin:0 auto;background:#fff;padding:32px 40px;border-top:4px solid #c00}
.article h1{text-align:center;font-size:26px;line-height:1.5}.article h2{text-align:center;font-size:22px}
.meta{width:100%;border-collapse:collapse;margin-bottom:24px;font-size:14px}
.meta td{border:1px solid #ddd;padding:4px 10px}.meta td:nth-child(odd){width:90px;background:#faf3f0}
.mark{color:#c00;text-align:center;font-size:14px}.text p{text-indent:2em;margin:.3em 0}.text p.addressees{text-indent:0}
.text p.part{font-family:SimHei,"Noto Sans CJK SC",sans-serif}.text p.date{text-align:right}
"""


def to_web_page(digest: Digest) -> str:
    """The page as it would be saved from a browser."""
    title = escape(digest.running_title)
    body = "\n".join(_printed(block) for block in digest.blocks if block.kind is not BlockKind.TITLE)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}_政策文件</title>
<meta name="description" content="{MARK}">
<style>{_STYLE}</style>
</head>
<body>
<div class="header"><div class="nav"><a href="#">首页</a><a href="#">政策文件</a><a href="#">工作动态</a><a href="#">联系我们</a></div></div>
<div class="crumbs">当前位置：<a href="#">首页</a> &gt; <a href="#">政策文件</a> &gt; 正文</div>
<div class="article">
<table class="meta">
{_metadata(digest)}
</table>
<p class="mark">{MARK}</p>
<h1>{title}</h1>
<div class="text" id="UCAP-CONTENT">
{body}
</div>
</div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a> <a href="#">打印本页</a> <a href="#">关闭窗口</a></div>
<div class="footer">版权说明：本页为摘编，仅供演示。</div>
</body>
</html>
"""


def _metadata(digest: Digest) -> str:
    dated = digest.dated_on
    rows = (
        ("标题", digest.running_title),
        ("发文字号", digest.document_number or ""),  # pages leave the cell empty where a notice has none
        ("发文机关", digest.issuer or ""),
        ("成文日期", f"{dated.year}年{dated.month}月{dated.day}日" if dated else ""),
    )
    return "\n".join(f"<tr><td><b>{label}：</b></td><td>{escape(value)}</td></tr>" for label, value in rows)


def _printed(block: Block) -> str:
    match block.kind:
        case BlockKind.INNER_TITLE:
            return f"<h2>{escape(''.join(block.lines))}</h2>"
        case BlockKind.TEXT:
            return "\n".join(
                f'<p class="part">{escape(p.printed)}</p>' if p.rank is Rank.PART else f"<p>{escape(p.printed)}</p>"
                for p in block.paragraphs
            )
        case _:
            return "\n".join(f'<p class="{block.kind}">{escape(line)}</p>' for line in block.lines)

"""Which runs of printed words can be the name of a row: what an office would write at the head of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from index.tokenizer import tagged_words
from qa.comparing.topic import Topic

HAN = re.compile(r"[\u4e00-\u9fff]+")
SHORTEST, LONGEST = 3, 12  # characters
_LONG_ENOUGH = 5  # of a name that begins with a word that mostly ends one
# Words that open or close no name: verbs of notices, and words that hold sentences together.
_NO_NAME = frozenset(
    "加强 加大 完善 健全 建立 建成 建好 用好 建强 推进 推动 推行 推出 推广 引导 开展 深入 深化 落实 制定 研究 探索 实施 发挥 提高 提升 "
    "提供 促进 加快 坚持 充分 利用 运用 依托 围绕 结合 按照 根据 纳入 列入 给予 通过 采取 做好 抓好 搞好 办好 打造 培育 挖掘 "
    "宣传 营造 鼓励 支持 倡导 提倡 参与 参加 举办 召开 创建 创新 改进 优化 整合 统筹 明确 强化 巩固 拓展 丰富 扩大 增强 维护 "
    "确保 实现 形成 注重 重视 积极 认真 切实 全面 广泛 持续 不断 进一步 逐步 及时 定期 主动 大力 着力 努力 有效 更好 更加 适当 必要 有关 "
    "相关 各级 各类 各地 各单位 各部门 其他 以及 并且 或者 如果 对于 关于 为了 由于 因为 可以 应当 应该 必须 需要 不得 不能 要求 规定 使用 "
    "进行 具有 作为 成为 包括 不少于 不低于 不超过 至少 一般 一次 一个 一批 一名 每年 每月 每人 每季度 每半年 负责 承担 设立 设置 成立 "
    "选派 选配 担任 安排 满足 协助 帮助 关心 服务于 面向 达到 符合 依法 依照 没有 不再 已经 正在 继续 重点 主要 同时 其中 特别 尤其 "
    "之间 之前 之后 以上 以下 以内 期间 方面 等 的 和 与 及 或 在 对 为 以 把 将 从 向 到 由 被 让 使 了 着 过 是 有 要 应 可 也 都 并 而 且 不 "
    "各 每 本 该 其 此 这 那 所 者 更 最 已 再 又 还 就 才 只 于 按 经 因 如 若 须 由 做 搞 抓 办 建 促 强 新 好 高 大 多 少 上 下 中 内 外 前 后 "
    "情况 之一 为主 为辅 起来 下去 出来 一项 一种 相结合 为 自觉 自愿 就近 就便 按规定 暂停 启动 筹备 打响 激发 树立 突出 大事 "
    "建 送 讲 享受 领取 发放 缴纳 交纳 打造成 造成 就是 得出 作出 开办 贡献 收官 圆满 弘扬 借助 更新 对接 接受 构建 构筑 深耕 引领 传承 抓紧 打通 嵌入 贯彻 号召 倡议 执行 参照 属于 位于 来自 用于 列 记 计 占 达 满 超过 低于 高于 至 元 次 人 名 个 "
    "全国 全省 全市 全县 全区 我省 我市 我县 我区 我局 联合 创办 办成 搭建 拥有 创立 组建 评选 荣获 收集 参观 考察 撰写 创作 自费 率先 严格 规范化 新一轮 全部 蕴涵 予以 所在 发给 颁发 授予 补发 充当 并重 自行 会同 可建 设在 设于 位居 不同 做优 做强 做实".split()
)  # fmt: skip
# Words that end a name (志愿服务组织, 激励, 经费保障) and open none.
_NO_BEGINNING = frozenset("组织 规范 保障 激励 培养 申请 办理 报销 管理 服务 建设 工作 活动 培训 教育 学习".split())
_MAY_BEGIN = frozenset("管理 工作 活动 培训 教育 学习".split())  # a long one all the same: 活动学习阵地
# However the cutter cuts it, no name has a verb of notices inside, but one that stands before what such a name ends on:
# 党费支持力度, 志愿服务促进办法.
_VERB_WITHIN = re.compile("|".join(sorted(w for w in _NO_NAME if len(w) > 1)))
_OF_A_KIND = frozenset(
    "支持 促进 引导 宣传 推广 创新 参与 帮助 关心 运用 使用 发放 缴纳 交纳 领取 更新 研究 设置 设立 选派 选配".split()
)
# What the rows of an office's table are about; a name that ends on one of these reads as a row.
_HEADS = frozenset(
    "制度 机制 体系 办法 细则 标准 规范 条件 程序 流程 方式 形式 内容 范围 对象 期限 时限 时间 频次 次数 比例 额度 金额 数额 规模 "
    "机构 组织 队伍 团队 力量 骨干 协会 社团 中心 阵地 场所 平台 基地 驿站 站点 教学点 学校 大学 校区 课堂 课程 教材 资源 设施 设备 终端 "
    "系统 网络 数据库 信息库 资源库 管理库 档案 台账 登记表 建设 工作 活动 行动 工程 项目 计划 规划 方案 服务 保障 补贴 补助 津贴 经费 资金 "
    "费用 待遇 奖励 激励 表彰 考核 评价 督查 监督 检查 责任 职责 分工 领导 管理 培训 教育 轮训 氛围 教学 模式 载体 品牌 渠道 力度 "
    "能力 水平 结构 环境 权益 保险 救助 帮扶 关爱 慰问 走访 互助 养老 银行 积分 票据 账户 预算 清单 目录 报告 备案 审批 申请 申报 "
    "登记 注册 会议 大会 共享 共建 录入 采集".split()
)
_NAMES_A_DOING = frozenset("学习 交流 结对 就医 养老 发展 请假 轮训".split())
_HEAD_ENDINGS = "制会库网点队站室馆证表金费率校院"
# Tags of jieba that no name holds: numerals, pronouns, adverbs, particles, prepositions, conjunctions, places within.
_NOT_IN_NAMES = re.compile(r"[mrdcpfyeoxhkz]|q|u.*|ad|df|tg?|nrt?|nr.*")
_IN_NAMES_ALL_THE_SAME = re.compile(r"老.{1,2}|老年|青年|青少年|少年|系列|积分|离退休|共同富裕")
_PLACE_BEHIND = frozenset("下 中 里 内 上 后 前 时".split())  # 信息化条件下: no name ends before these
# Verbs of concrete doing that may stand before the topic: 交纳党费, 享受待遇; 加大党费 is cut off.
_DOING = frozenset("享受 领取 发放 缴纳 交纳 收缴 使用 列支 申请 参加 报销 办理".split())


def tells_nothing(word: str) -> bool:
    """Whether a word opens and closes no name; 充分运用 is two such words."""
    return word in _NO_NAME or (len(word) == 4 and word[:2] in _NO_NAME and word[2:] in _NO_NAME)


def reads_as_row(name: str) -> bool:
    """Whether a name ends on what rows of a table are about: 志愿服务体系, 补贴标准, 老党员驿站."""
    return any(name.endswith(head) for head in _HEADS if len(name) > len(head)) or (
        len(name) > 3 and name[-1] in _HEAD_ENDINGS
    )


def phrases_in(squeezed: str, topic: Topic) -> Iterator[str]:
    """Runs of whole words that can be a name: no verb or particle in them, no figure; a verb before the topic may stay."""
    for run in HAN.findall(squeezed):
        words = _words(run, topic)
        for start in range(len(words)):
            yield from _phrases_from(words, start, topic)
        for (verb, _), (name, _) in pairwise(words):
            if verb in _DOING and len(name) < SHORTEST and topic.names(name):
                yield verb + name


def _words(run: str, topic: Topic) -> list[tuple[str, str]]:
    """The words of a run with their tags; the topic's names are words, whatever the cutter makes of them."""
    words: list[tuple[str, str]] = []
    for piece in re.split(f"({'|'.join(re.escape(f.name) for f in topic.facets)})", run):
        words += [(piece, "n")] if any(piece == f.name for f in topic.facets) else _tagged(piece) if piece else ()
    return words


@lru_cache(maxsize=8192)
def _tagged(run: str) -> tuple[tuple[str, str], ...]:
    return tuple(tagged_words(run))


def _phrases_from(words: Sequence[tuple[str, str]], start: int, topic: Topic) -> Iterator[str]:
    first = words[start][0]
    if tells_nothing(first) or first[:2] in _NO_NAME or len(first) < 2:
        return
    begins_well = first not in _NO_BEGINNING
    if not begins_well and first not in _MAY_BEGIN:
        return
    text = ""
    for at in range(start, len(words)):
        word, tag = words[at]
        if (tells_nothing(word) and word not in _OF_A_KIND) or _holds_together(word, tag):
            return
        text += word
        if len(text) > LONGEST:
            return
        behind = words[at + 1][0] if at + 1 < len(words) else ""
        if len(word) > 1 and len(text) >= SHORTEST and behind not in _PLACE_BEHIND:
            if not begins_well and not (len(text) >= _LONG_ENOUGH and reads_as_row(text)):
                continue
            if _is_name(words[start : at + 1], text, topic):
                yield text


def _holds_together(word: str, tag: str) -> bool:
    """Whether a word is of a kind that no name has inside: 多名, 各位, 率先, 乃至."""
    return bool(_NOT_IN_NAMES.fullmatch(tag)) and not _IN_NAMES_ALL_THE_SAME.fullmatch(word)


def _is_name(words: Sequence[tuple[str, str]], text: str, topic: Topic) -> bool:
    last, tag = words[-1]
    if tells_nothing(last) or tag in ("a", "b", "ns") or (tag == "i" and not reads_as_row(text)):
        return False
    of_row = reads_as_row(text) or topic.names(last)
    # The topic's own words may be verbs to the tagger: 志愿服务.
    verbs = [w for w, t in words[:-1] if t.startswith("v") and not any(w in f.name for f in topic.facets)]
    # What is done with the topic: 党费收缴, 志愿服务登记.
    done = any(text.startswith(f.name) and text[len(f.name) :] == last for f in topic.facets)
    if (verbs or tag == "v") and not (of_row or done):
        return False
    # Deeper inside only verbs that name a doing: 学习交流平台, never 学员走进社区课堂.
    if any(t == "v" and w not in _HEADS and w not in _NAMES_A_DOING for w, t in words[:-2]):
        return False
    if len(words) > 2 and words[-2][0] in _OF_A_KIND and not words[-3][1].startswith("v"):
        return reads_as_row(text) and not _VERB_WITHIN.search("".join(w for w, _ in words[:-2]))
    return not _VERB_WITHIN.search(text)


def nominal(heading: str) -> str:
    """A heading without the verbs that it begins with: 加强离退休干部志愿服务组织建设 is 离退休干部志愿服务组织建设.

    Still wording that stands in it; one that has little else stays as it is.
    """
    run = HAN.match(heading)
    words = [word for word, _ in _tagged(run.group())] if run else []
    at = 0
    while at < len(words):
        if _opens(words[at]) or _is_pair(words[at : at + 2]):
            at += 1
        elif at and words[at] in _JOINING and at + 1 < len(words) and _opens(words[at + 1]):
            at += 2
        else:
            break
    rest = heading[len("".join(words[:at])) :]
    whole = len(rest) > SHORTEST and not _CLAUSE.search(rest) and rest[0] not in _JOINING
    return rest if whole else heading


def _opens(word: str) -> bool:
    """Whether a word is a verb that headings begin with, or two of them: 切实做好."""
    return word in _OPENING or (len(word) == 4 and word[:2] in _OPENING and word[2:] in _OPENING)


_CLAUSE = re.compile("促|让|使(?!用)|助力|带动")  # 搭建平台促发展 is a sentence, of which the rest says nothing
_OPENS_A_SENTENCE = re.compile("在|以|把|从|对|为|由|正确|如何")


def is_sentence(heading: str) -> bool:
    """Whether a heading is a sentence and no name: 在深刻把握要求中寻找突破点."""
    return bool(_OPENS_A_SENTENCE.match(heading))


def _is_pair(words: Sequence[str]) -> bool:
    """Whether a verb stands before another one: 学习宣传."""
    return len(words) == 2 and words[0] == "学习" and words[1] in _OPENING


_JOINING = frozenset("和 与 及 并".split())
_OPENING = frozenset(
    "加强 加大 完善 健全 建立 推进 推动 推行 推广 引导 开展 深入 深化 落实 制定 研究 探索 实施 发挥 提高 提升 提供 促进 加快 坚持 做好 抓好 搞好 "
    "办好 打造 培育 营造 鼓励 支持 倡导 举办 创建 改进 优化 整合 统筹 明确 强化 巩固 拓展 丰富 扩大 增强 维护 确保 实现 注重 重视 积极 认真 "
    "切实 全面 广泛 持续 不断 进一步 大力 着力 努力 严格 突出 搭建 充分 宣传 弘扬 关心 再创 创新 做优 做强 做实 做细 改革 保持".split()
)  # fmt: skip

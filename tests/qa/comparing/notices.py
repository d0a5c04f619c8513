"""Notices of our own in which regions lay down the same things in different words and figures."""

from __future__ import annotations

from pathlib import Path

PROVINCE = """中共浙江省委组织部文件

浙组通〔2021〕8号

关于加强离退休干部党支部工作的意见

各市党委组织部：

为加强离退休干部党支部工作，提出如下意见。

一、组织生活

（一）党支部每季度至少召开1次党员大会。

（二）按规定交纳党费，行动不便的党员可以委托代交。

二、党支部书记补贴

（一）党支部书记每人每月补贴不低于200元，委员每人每月不低于100元。

（二）补贴不得从党费中列支。

三、志愿服务

（一）鼓励各地探索“时间银行”等志愿服务激励办法。

（二）建立志愿服务登记制度，志愿者每年参加培训不少于2次。

中共浙江省委组织部

2021年3月5日
"""

CITY = """中共丽水市委组织部文件

丽组发〔2022〕6号

关于加强离退休干部党支部工作的实施办法

各县（市、区）党委组织部：

根据《关于加强离退休干部党支部工作的意见》（浙组通〔2021〕8号），制定本办法。

第一条 党支部每年召开党员大会不少于6次，必须做好记录。

第二条 补贴标准：

（一）党支部书记每人每月260元；

（二）委员每人每月150元。

第三条 党员应当按月交纳党费，不得由他人长期代交。

第四条 志愿者每年参加培训不少于4次。

第五条 本办法自2022年5月1日起施行。

中共丽水市委组织部

2022年4月2日
"""

COUNTY = """中共仪征市委组织部文件

仪组发〔2023〕3号

关于离退休干部志愿服务和活动阵地的通知

各镇党委：

一、志愿服务

（一）推行“时间银行”，服务1小时记1分。

（二）志愿者每年参加培训不少于1次。

二、活动阵地

各镇应当设置老干部活动中心，每周开放不少于5天。

中共仪征市委组织部

2023年6月1日
"""

NOTICES = {"浙江.txt": PROVINCE, "丽水.txt": CITY, "仪征.txt": COUNTY}


def written(folder: Path) -> list[Path]:
    """The notices as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in NOTICES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in NOTICES]

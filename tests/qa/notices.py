"""Three notices of our own: one sets a sum, one speaks without a sum, one is of another matter."""

from __future__ import annotations

from pathlib import Path

WITH_SUM = """仪征市老干部局文件
仪老干〔2021〕9号
关于做好离退休党支部工作的通知
各镇党委：
现就有关事项通知如下。
一、支部设置
（一）设置标准。正式党员3人以上的单独设立党支部；党员50人以上的可以设立党总支。
（二）组织生活。党支部每季度至少召开2次党员大会。对卧病在床的党员不作硬性要求，可以送学上门。（责任单位：市委组织部、市民政局）
二、保障措施
（一）经费。支部活动经费列入预算。
（二）书记补贴。给予离退休党支部书记工作补贴，每人每月不低于
260元，从党费中列支。离退休党员不得信仰宗教。
仪征市老干部局
2021年5月6日
"""

WITHOUT_SUM = """中共丽水市委老干部局文件
丽老干〔2020〕4号
关于加强离退休干部党建工作的意见
各县（市、区）委老干部局：
1.关心支部书记。对离退休党支部书记给予适当的工作补贴，具体办法由各地自定。
2.学习活动。每年开展学习活动，实施“三学工程”，即学理论、学政策、学科技。
3.本意见自2020年9月1日起施行。
中共丽水市委老干部局
2020年8月3日
"""

OTHER_MATTER = """山东省林业局文件
鲁林发〔2019〕33号
关于做好森林防火工作的通知
各市林业局：
一、严格火源管理。防火期内任何人不得在林区野外用火。
二、加强值守。值班人员每日巡查3次，发现火情15分钟内上报。
山东省林业局
2019年10月11日
"""


def written(folder: Path) -> list[Path]:
    """The three notices as files."""
    files = []
    for name, text in (("仪征.txt", WITH_SUM), ("丽水.txt", WITHOUT_SUM), ("山东.txt", OTHER_MATTER)):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        files.append(path)
    return files

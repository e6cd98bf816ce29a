"""Small real files of every format in one policies folder: two versions of a rule, a guide, a page, a Word file, a PDF,
the nation's and another city's. The texts are made up for these tests."""

from __future__ import annotations

import io
from pathlib import Path

FACTS = """\
id: {id}
series: {series}
title: {title}
issuer: 合肥市测试办公室
number: null
place: "{place}"
centre: {centre}
topic: {topic}
published: null
in_force_from: {start}
in_force_to: {end}
replaces: [{replaces}]
url: null
certainty: DEMO
"""


def facts(
    id_: str,
    title: str,
    *,
    series: str | None = None,
    place: str = "340100",
    centre: str = "null",
    topic: str = "provident_fund",
    start: str = "2023-01-01",
    end: str = "null",
    replaces: str = "",
) -> str:
    """Front matter or the content of a sidecar."""
    return FACTS.format(
        id=id_,
        series=series or id_,
        title=title,
        place=place,
        centre=centre,
        topic=topic,
        start=start,
        end=end,
        replaces=replaces,
    )


LOAN_OLD = """# 关于住房公积金贷款额度的通知

各缴存单位：现将贷款额度有关事项通知如下。

第一条　单方缴存住房公积金的，最高可贷70万元。

第二条　夫妻双方缴存住房公积金的，最高可贷100万元。
"""
LOAN_NEW = (
    LOAN_OLD.replace("70万元", "90万元").replace("100万元", "120万元")
    + """
第三条　多子女家庭购买首套住房的，最高额度上浮20%。
"""
)
RENT = """# 租房提取住房公积金办法

## 第一章　总则

第一条　为了支持缴存人租赁住房，制定本办法。

第二条　缴存人及配偶在合肥市无自有住房且租赁住房的，可以**提取**夫妻双方住房公积金。

## 第二章　额度

### 第一节　市场租房

第三条　租赁市场住房的，单身每月提取限额1500元，已婚每月3000元。

（一）按年提取的，一次提取不超过十二个月；

（二）按月提取的，每月划入本人银行卡。

第三条之一　多子女家庭的提取限额上浮50%。

### 第二节　公共租赁住房

第四条　租赁公共租赁住房的，按照实际房租提取，不受第三条规定的限额限制。
"""
GUIDE = """## 一、适用对象

在本市停车泊位停放车辆的人员。

## 二、收费标准

### （一）一类区

白天每小时5元，停放不足30分钟的免费。

### （二）二类区

白天每小时3元，夜间免费。

## 三、欠费处理

欠缴停车费的，可以在手机上查询并补缴；对欠费有异议的，可以申诉。
"""
PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>开工须知</title></head><body>
<nav><ul><li><a href="/">首页</a></li><li><a href="/news">新闻中心</a></li>
<li><a href="/map">网站地图</a></li></ul></nav>
<article><h1>建筑工程施工许可须知</h1>
<h2>一、申请条件</h2><p>建设单位应当已经办理用地批准手续，取得建设工程规划许可证，并已确定施工单位。</p>
<h2>二、办理时限</h2><p>受理之日起七个工作日内作出决定，承诺三个工作日办结，不收取任何费用。</p>
<h2>三、收费</h2><table><tr><th>项目</th><th>金额</th></tr><tr><td>工本费</td><td>0元</td></tr></table>
</article><footer><p>版权所有 网站标识码 联系我们</p></footer></body></html>"""
NATION = """第一条　为了加强对住房公积金的管理，维护住房公积金所有者的合法权益，制定本条例。

第二十四条　职工有下列情形之一的，可以提取职工住房公积金账户内的存储余额：购买自住住房的；退休的；房租超出规定比例的。

第二十五条　住房公积金管理中心应当自受理申请之日起3日内作出准予提取或者不准提取的决定，并通知申请人。
"""
OTHER_CITY = "第一条　芜湖市单身职工租房提取住房公积金，每月限额900元。\n"


def word_file() -> bytes:
    """Headings, paragraphs, a table with a merged cell."""
    import docx

    word = docx.Document()
    word.add_heading("市民热线工单办理规则", 0)
    word.add_heading("第一章 受理", 1)
    word.add_paragraph("第一条　热线每天二十四小时受理路灯、噪声等诉求，形成工单。")
    word.add_heading("第二章 期限", 1)
    word.add_paragraph("第二条　工单按照下表的期限办理。")
    table = word.add_table(rows=3, cols=2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["类别", "期限", "咨询", "1个工作日", "", ""], strict=True
    ):
        cell.text = text
    table.rows[2].cells[0].merge(table.rows[2].cells[1]).text = "投诉5个工作日"
    word.add_paragraph("第三条　逾期的，由督办部门催办。")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def pdf_file(pages: int = 3) -> bytes:
    """Justified Chinese paragraphs over lines and pages, running heads, page numbers, a ruled table."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=18, wordWrap="CJK", firstLineIndent=24)

    def ends(canvas: Canvas, template: object) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(72, A4[1] - 40, "占用挖掘城市道路管理办法")
        canvas.drawCentredString(A4[0] / 2, 30, f"- {canvas.getPageNumber()} -")

    story: list[object] = []
    for n in range(pages):
        numeral = "一二三四五六七八九"[n]
        story.append(
            Paragraph(
                f"第{numeral}条　因工程建设需要占用或者挖掘城市道路的，建设单位应当在开工前持有关材料向"
                "城市管理部门提出申请，经批准后方可占用、挖掘，并按照批准的位置、面积和期限施工，"
                f"不得擅自变更第{n + 1}标段的范围。",
                body,
            )
        )
        story.append(Paragraph("占用期满的，应当及时清理现场，恢复道路原状。", body))
        if n == 0:
            rows, whole = [["面积", "期限"], ["100平方米以下", "15日"]], ((0, 0), (-1, -1))
            story.append(Table(rows, style=[("GRID", *whole, 1, "black"), ("FONTNAME", *whole, "STSong-Light")]))
        if n < pages - 1:
            story.append(PageBreak())
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(story, onFirstPage=ends, onLaterPages=ends)
    return out.getvalue()


def empty_pdf() -> bytes:
    """A page with a drawing and no text, as a scan is."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(100, 100, 200, 200)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret"))
    canvas.drawString(100, 100, "locked")
    canvas.save()
    return out.getvalue()


def markdown(path: Path, head: str, body: str) -> Path:
    path.write_text(f"---\n{head}---\n{body}", encoding="utf-8")
    return path


def write_policies(root: Path) -> Path:
    """The whole folder."""
    root.mkdir(parents=True, exist_ok=True)
    old = facts("loan-2024", "贷款额度通知（旧）", series="loan", centre="city", start="2024-01-01", end="2025-09-07")
    new = facts("loan-2025", "贷款额度通知", series="loan", centre="city", start="2025-09-08", replaces="loan-2024")
    provincial = facts("loan-provincial", "省直贷款额度通知", centre="provincial", start="2027-01-01")
    markdown(root / "loan-2024.md", old, LOAN_OLD)
    markdown(root / "loan-2025.md", new, LOAN_NEW)
    markdown(root / "loan-2027.md", provincial, "第一条　省直单位缴存人最高可贷88万元。\n")
    markdown(root / "rent.md", facts("rent-2023", "租房提取住房公积金办法", centre="city"), RENT)
    markdown(root / "parking.md", facts("parking-2025", "停车收费指南", topic="parking"), GUIDE)
    markdown(root / "nation.md", facts("fund-regulation", "住房公积金管理条例", place="000000"), NATION)
    markdown(root / "wuhu.md", facts("rent-wuhu", "芜湖市租房提取办法", place="340200"), OTHER_CITY)
    markdown(
        root / "chaohu.md",
        facts("parking-chaohu", "巢湖市停车办法", place="340181", topic="parking"),
        "第一条　巢湖市城区停车泊位白天每小时2元。\n",
    )
    (root / "start.html").write_text(PAGE, encoding="utf-8")
    (root / "start.html.yaml").write_text(facts("permit-guide", "施工许可须知", topic="approvals"), encoding="utf-8")
    (root / "orders.docx").write_bytes(word_file())
    (root / "orders.docx.yaml").write_text(facts("order-rules", "热线工单办理规则", topic="hotline"), encoding="utf-8")
    (root / "road.pdf").write_bytes(pdf_file())
    (root / "road.yaml").write_text(facts("road-2024", "占用挖掘城市道路管理办法", topic="approvals"), encoding="utf-8")
    return root

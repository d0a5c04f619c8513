"""What stands around an original: how it stands, what it cites and who cites it, its editions."""

from dataclasses import replace
from datetime import date
from html import unescape

from index.lineage import Link, Named
from index.listed import ListedDocument, listed_document
from index.model import StoredDocument
from index.standing import Standing
from ingest.model import PolicyDocument, Reference, Relation, Status
from web.original_facts import banners_html, banners_of, links_html, versions_html

STANDS = Standing(Status.UNKNOWN)
OTHER = Named("省发〔2022〕1号~00000000", "关于<b>党建</b>的意见", "省发〔2022〕1号", "浙江", date(2022, 1, 1))


def texts(document: PolicyDocument, standing: Standing, **more: object) -> list[str]:
    return [banner.text for banner in banners_of(document, standing, **more)]  # type: ignore[arg-type]


def test_a_document_of_which_nothing_is_said_has_no_banner(document: PolicyDocument) -> None:
    assert banners_of(document, STANDS) == ()


def test_a_repealed_document_says_by_what_and_opens_the_clause_that_says_so(document: PolicyDocument) -> None:
    standing = Standing(Status.REPEALED, "新~11111111#三", "新~11111111")
    banner = banners_of(document, standing, title_of_id=lambda _: "《新办法》")[0]
    assert banner.grave
    assert banner.text == "已废止：这份文件已废止，见《新办法》。"
    assert 'data-open="新~11111111#三"' in banners_html([banner])


def test_expired_trial_and_not_begun_documents_say_so(document: PolicyDocument) -> None:
    ended = replace(document, expires_on=date(2023, 12, 31))
    assert texts(ended, Standing(Status.EXPIRED)) == ["已失效：这份文件已失效（有效期至 2023年12月31日）。"]
    assert texts(document, Standing(Status.TRIAL))[0].startswith("试行")
    later = replace(STANDS, begun=False)
    assert texts(document, later, begins_on=date(2030, 1, 1)) == ["尚未施行，自2030年1月1日起。"]


def test_a_document_with_a_newer_edition_leads_to_it(document: PolicyDocument) -> None:
    banner = banners_of(document, replace(STANDS, newer="新~1"), title_of_id=lambda _: "《办法》（2024年）")[0]
    assert (banner.text, banner.opens) == ("已有较新版本：《办法》（2024年）。", "新~1")


def test_a_document_of_another_place_than_the_one_chosen_says_so(document: PolicyDocument) -> None:
    assert texts(document, STANDS, wanted_regions=["山东"]) == ["其他地区：这是柳溪的文件，所选范围是山东。"]
    province = replace(document, region="浙江")
    assert texts(province, STANDS, wanted_regions=["丽水"]) == []  # it binds the city from above
    assert texts(replace(document, region="浙江丽水"), STANDS, wanted_regions=["浙江"]) == []


def cited(named: Named, relation: Relation = Relation.BASED_ON, clause_id: str | None = None) -> Link:
    reference = Reference(relation, named.title, named.document_number, (0, 1), "此#一")
    return Link(Named("此", "此", None), named, reference, clause_id)


def test_what_is_cited_opens_where_the_library_has_it_and_is_named_where_it_has_not() -> None:
    outside = Named(None, "外面的办法", "外发〔2020〕3号")
    drawn = links_html([cited(OTHER), cited(outside, Relation.REPEALS)], [], {"此#一": ("c0", "第一部分")}.get)
    assert f'data-open="{OTHER.document_id}"' in drawn
    assert "关于&lt;b&gt;党建&lt;/b&gt;的意见" in drawn
    assert "库外" in drawn
    assert "废止" in drawn
    assert 'data-go="c0">见本文第一部分' in drawn
    assert "本文引用的文件（2）" in drawn
    assert '引用本文的文件</h3><p class="note">没有。' in drawn


def test_a_citation_of_an_article_opens_that_article() -> None:
    drawn = links_html([cited(OTHER, clause_id="省发〔2022〕1号~00000000#第三条")], [], lambda _: None)
    assert 'data-open="省发〔2022〕1号~00000000#第三条"' in drawn


def test_who_cites_the_document_is_listed_once_with_the_places() -> None:
    link = Link(
        OTHER,
        Named("此", "此", None),
        Reference(Relation.IMPLEMENTS, "此", None, (0, 1), f"{OTHER.document_id}#二/（一）"),
    )
    drawn = links_html([], [link, link], lambda _: None)
    assert "引用本文的文件（1）" in drawn
    assert f'data-open="{OTHER.document_id}#二/（一）"' in drawn


def test_a_document_that_may_not_be_opened_is_as_one_outside_the_library() -> None:
    drawn = links_html([cited(OTHER)], [], lambda _: None, lambda _: False)
    assert "data-open" not in drawn
    assert "库外" in drawn
    assert "浙江" not in drawn


def listed(document: PolicyDocument, document_id: str, day: date) -> ListedDocument:
    return listed_document(StoredDocument(replace(document, document_id=document_id, dated_on=day), "a.txt", 1, 1))


def test_versions_lead_to_the_older_and_newer_ones_and_to_what_changed(document: PolicyDocument) -> None:
    older, own, newer = (listed(document, i, date(2020 + n, 1, 1)) for n, i in enumerate(("旧&~1", "此~2", "新~3")))
    drawn = unescape(versions_html("此~2", (older, own, newer)))
    assert "版本（3）" in drawn
    assert "./compare?old=%E6%97%A7%26~1&new=%E6%AD%A4~2" in drawn
    assert "./compare?old=%E6%AD%A4~2&new=%E6%96%B0~3" in drawn
    assert drawn.count("本文") == 1
    assert versions_html("此~2", ()) == ""

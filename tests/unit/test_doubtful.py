"""What the Dagster UI shows of the sentences that somebody should look at."""

from __future__ import annotations

from typing import Any

from yarnnn_pipelines.deliverables.render.doubtful import doubtful_table


def claim(text: str, verdict: str = "supported", **more: Any) -> dict[str, Any]:
    return {"text": text, "verdict": verdict, "reasons": [], "evidence": [{"quote": f"{text}\nsaid"}], **more}


def made(*told: dict[str, Any], withheld: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"sections": [{"claims": list(told)}], "withheld": list(withheld)}


def test_each_is_told_with_its_reason_and_the_words_that_it_rests_on():
    table = doubtful_table(
        made(
            claim("All went well."),
            claim("It launched.", doubts=["nobody confirmed it"]),
            claim("We printed it.", "to_vouch", reasons=["no source has it"], evidence=[]),
            withheld=(claim("The fee is 900.", "contradicted", reasons=["1,100 elsewhere"]),),
        )
    )
    assert table.splitlines()[2:] == [
        "| contradicted | The fee is 900. | 1,100 elsewhere | “The fee is 900. said” |",
        "| in doubt | It launched. | nobody confirmed it | “It launched. said” |",
        "| nobody vouches | We printed it. | no source has it |  |",
    ]


def test_where_there_is_nothing_to_look_at_there_is_no_table():
    assert doubtful_table(made(claim("All went well."))) == ""


def test_what_people_wrote_stays_in_its_cell_and_is_no_markup():
    table = doubtful_table(made(withheld=(claim("a | b <script>x</script> [x](http://y)", "stale"),)))
    row = table.splitlines()[2]
    assert row.count(" | ") == 3
    assert "<script" not in row.replace("\\<", "")
    assert "\\[x" in row

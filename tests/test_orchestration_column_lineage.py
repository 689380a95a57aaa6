"""Column lineage: each column traced to the columns it is made of."""

from orchestration.column_lineage import column_sources

RELATIONS = {
    ("staging", "cell"): {"sha256": "VARCHAR", "amount": "DECIMAL(20,2)", "page": "INTEGER"},
    ("seeds", "unit"): {"unit": "VARCHAR", "factor": "INTEGER"},
}


def test_columns_are_traced_through_ctes_stars_and_joins() -> None:
    sql = """
    with source as (select * from "workbench"."staging"."cell"),
    scaled as (
        select sha256, amount * factor as amount, 'x' as word, count(*) over () as n
        from source left join "workbench"."seeds"."unit" as unit on unit.unit = 'y'
    )
    select * from scaled
    """
    assert column_sources(sql, RELATIONS) == {
        "sha256": [("staging", "cell", "sha256")],
        "amount": [("seeds", "unit", "factor"), ("staging", "cell", "amount")],
        "word": [],
        "n": [],
    }


def test_both_sides_of_a_union_count() -> None:
    sql = """
    select sha256 as name from workbench.staging.cell
    union all
    select unit from workbench.seeds.unit
    """
    assert column_sources(sql, RELATIONS) == {
        "name": [("seeds", "unit", "unit"), ("staging", "cell", "sha256")]
    }


def test_sql_that_cannot_be_read_gives_nothing() -> None:
    assert column_sources("select from where", RELATIONS) == {}
    assert column_sources("select nowhere.x from (select 1", RELATIONS) == {}

"""Templates run from top to bottom on the sample data, as they are and with other parameters."""

import re
from pathlib import Path

import nbformat
import pandas
import papermill
import pytest

from lyceum_catalog.samples import SAMPLES

TEMPLATES = Path(__file__).parents[2] / "notebooks" / "templates"
RUNS = [
    ("first_steps", {"species": "Chinstrap"}),
    *[("explore_dataset", {"entry": entry}) for entry in SAMPLES if entry != "planes"],
    ("explore_dataset", {"entry": "planes", "sample_rows": 0, "top": 3}),
    *[("profile_dataset", {"entry": entry}) for entry in ("penguins", "flights")],
    ("profile_dataset", {"entry": "loanapp", "version": 1, "resource": "csv"}),
    ("predict_delay", {"sample_rows": 30_000}),
    ("compute_in_parallel", {"workers": 1, "limit": 60.0}),
    ("compute_in_parallel_fr", {"workers": 1}),
    ("clean_and_validate", {"save_as": "clean.parquet"}),
    ("compare_periods", {}),
    ("compare_periods", {"entry": "flights", "leave_out": ["year", "month", "day", "tailnum", "flight"]}),
    ("audit_fairness", {"draws": 50}),
    ("forecast_series", {"tests": 3}),
    ("test_hypothesis", {"shuffles": 500}),
    ("private_statistics", {}),
    ("report_figures", {"month": ""}),
    ("train_with_mlflow", {"store": "tracked", "strengths": [0.001, 1]}),
    ("retrain_when_better", {"store": "promoted", "model_name": "always", "margin": -100.0}),
    ("label_sample", {"file": "answers.csv", "each": 30}),
    ("read_from_database", {}),
    (
        "predict_delay",
        {"late_minutes": 15, "test_share": 0.1, "use_weather": False, "origins": ["JFK"], "sample_rows": 9_000},
    ),
]


@pytest.fixture(scope="session")
def run(workspace):
    """Return a function that runs a template as a job would, and returns the notebook that came out."""
    folder, finished = workspace, {}

    def run(name, **parameters):
        key = f"{name}-{sorted(parameters.items())}"
        if key not in finished:
            source, output = TEMPLATES / f"{name}.ipynb", folder / f"{len(finished)}.ipynb"
            papermill.execute_notebook(source, output, parameters, cwd=folder, progress_bar=False)
            finished[key] = nbformat.read(output, as_version=4)
        return finished[key]

    return run


def text_of(notebook, stream="stdout"):
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.text for output in outputs if output.get("name") == stream)


def figures_of(notebook):
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return sum("image/png" in output.get("data", {}) for output in outputs)


@pytest.mark.parametrize(("name", "parameters"), RUNS)
def test_it_runs_without_a_warning(run, name, parameters):
    warnings = text_of(run(name, **parameters), "stderr")
    assert warnings.replace("Matplotlib is building the font cache; this may take a moment.", "").strip() == ""


def test_first_steps_greets_draws_and_waits_for_the_answer(run):
    notebook = run("first_steps", species="Chinstrap")
    assert "68 of 344 penguins are called Chinstrap." in text_of(notebook)
    assert "Waiting for your answer." in text_of(notebook)
    assert figures_of(notebook) == 2


def test_first_steps_says_which_penguins_there_are(run):
    with pytest.raises(papermill.PapermillExecutionError, match="Write Adelie, Chinstrap or Gentoo in part 3"):
        run("first_steps", species="Emperor")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ('len(penguins[penguins["island"] == "Biscoe"])', "Right!"),
        ('(penguins["island"] == "Biscoe").sum()', "Right!"),
        ("len(penguins)", "every penguin"),
        ('penguins[penguins["island"] == "Biscoe"]', "not one whole number"),
        ("12", "Not quite"),
    ],
)
def test_the_exercise_answers_in_friendly_words(answer, words):
    notebook = nbformat.read(TEMPLATES / "first_steps.ipynb", as_version=4)
    check = next(cell.source for cell in notebook.cells if cell.id == "check-ready")
    known = {"penguins": pandas.DataFrame({"island": ["Biscoe"] * 168 + ["Dream"] * 176})}
    exec(check, known)
    assert words in known["check"](eval(answer, known))


def test_exploring_finds_what_is_odd(run):
    notebook = run("explore_dataset", entry="weather")
    notes = next(cell for cell in notebook.cells if cell.id == "notes-list").outputs[0].data["text/markdown"]
    assert "`wind_speed` reaches 1,048.36" in notes
    assert "`wind_gust` is missing in 80 % of the rows" in notes


def test_the_model_beats_its_rules_on_later_flights(run):
    words = text_of(run("predict_delay", sample_rows=30_000))
    assert "30,000 flights" in words
    assert "The model is better than the rule of airport and hour." in words


def test_the_model_says_when_there_is_nothing_to_learn(run):
    with pytest.raises(papermill.PapermillExecutionError, match="Choose a smaller late_minutes"):
        run("predict_delay", late_minutes=900, sample_rows=9_000)


def test_a_profile_shows_how_groups_fared_and_stays_here_by_hand(run):
    notebook = run("profile_dataset", entry="loanapp", version=1, resource="csv")
    words = text_of(notebook)
    assert "white: 1: 1,681 (85%) 91% fared well" in words
    assert "black: 0: 1,792 (90%) 90% fared well; 1: 197 (10%) 68% fared well." in words
    assert "atotinc" not in words  # personal: no value of it is told
    assert "Made by hand" in words
    assert figures_of(notebook) == 2


def test_computing_in_parallel_counts_the_flights_on_cpus_where_there_is_no_gpu(run):
    words = text_of(run("compute_in_parallel", workers=1, limit=60.0))
    assert "Workers that are ready: 1." in words
    assert "The tables are on the CPUs." in words
    assert "0 rows found no partner in 'airlines'." in words
    assert "Of 327,346 rows 27,789 are above 60." in words


def test_cleaning_finds_the_wind_that_cannot_be(run):
    notebook = run("clean_and_validate", save_as="clean.parquet")
    assert "0 copies left out, 1 value(s) made missing." in text_of(notebook)
    assert "rows at fault before = 7\nrows at fault after = 6" in text_of(notebook)


def test_cleaning_names_a_column_that_is_not_there(run):
    with pytest.raises(papermill.PapermillExecutionError, match=r"'weather' has no column \['wnd'\]"):
        run("clean_and_validate", ranges={"wnd": [0, 1]})


def test_summer_is_warmer_than_winter_and_hours_are_what_they_were(run):
    words = text_of(run("compare_periods"))
    assert "Drifted: dewp 8.17, temp 8.11" in words
    assert "hour" not in words


def test_the_audit_tells_the_gap_and_closes_some_of_it(run):
    words = text_of(run("audit_fairness", draws=50))
    assert "Difference in favourable decisions: 22 points, 95 % interval" in words
    before, after = (
        float(re.search(rf"{name} = (.*)", words)[1]) for name in ("gap of the model", "gap after mending")
    )
    assert after < before / 2


def test_the_audit_shows_no_group_of_a_few_people(run):
    with pytest.raises(papermill.PapermillExecutionError, match="Choose another column"):
        run("audit_fairness", group="dep")


def test_the_forecast_is_worth_more_than_last_weeks_numbers(run):
    words = text_of(run("forecast_series", tests=3))
    assert "Best: trend and weekday" in words
    assert float(re.search(r"gain over last week = (.*)", words)[1]) > 0


def test_the_forecast_wants_enough_days(run):
    with pytest.raises(papermill.PapermillExecutionError, match="Choose a smaller horizon"):
        run("forecast_series", horizon=90)


def test_a_difference_is_told_with_its_size(run):
    words = text_of(run("test_hypothesis", shuffles=500))
    assert "Difference 6.85;" in words
    assert "The groups differ, and by enough to matter." in words


def test_private_statistics_spend_what_the_odometer_reports(run):
    words = text_of(run("private_statistics"))
    spent = re.findall(r"Spent so far: (\S+) of 1.0", words)
    assert spent == ["0.10", "0.50", "0.90"]
    assert float(re.search(r"epsilon spent = (.*)", words)[1]) == pytest.approx(0.9)
    assert int(re.search(r"About ([\d,]+) people", words)[1].replace(",", "")) == pytest.approx(1989, abs=200)


def test_a_report_counts_months_where_the_days_are(run):
    words = text_of(run("report_figures", month=""))
    assert "2013-12: " in words
    assert "Of 12 months" in words


def test_a_report_wants_a_month_to_compare_with(run):
    with pytest.raises(papermill.PapermillExecutionError, match="Choose one from 2013-02 to 2013-12"):
        run("report_figures", month="2013-01")


def test_each_setting_is_a_run_and_the_best_is_kept(run):
    words = text_of(run("train_with_mlflow", store="tracked", strengths=[0.001, 1]))
    assert "333 rows: 168 male, 165 female." in words
    assert "Best: strength 1 with" in words
    assert "it answers the same." in words
    assert float(re.search(r"balanced accuracy = (.*)", words)[1]) > 80


def test_training_wants_classes_not_numbers(run):
    with pytest.raises(papermill.PapermillExecutionError, match="Choose one with 2 to 20"):
        run("train_with_mlflow", store="tracked", target="body_mass_g")


def test_a_card_tells_of_the_tracked_run_and_of_what_nobody_said(run, workspace):
    run("train_with_mlflow", store="tracked", strengths=[0.001, 1])
    notebook = run("write_model_card", store="tracked", purpose="To learn.", contact="data@example.org")
    words = text_of(notebook)
    assert text_of(notebook, "stderr") == ""
    assert "The card does not say: What it is not for, Where it fails." in words
    (card,) = (workspace / "tracked" / "files").glob("*/artifacts/README.md")
    assert all(
        said in card.read_text()
        for said in ("library_name: sklearn", "# sex (penguins)", "To learn.", "Palmer penguins", "strength = 1")
    )


def test_a_new_model_is_promoted_when_it_is_better_by_the_margin(run):
    words = text_of(run("retrain_when_better", store="promoted", model_name="always", margin=-100.0))
    assert "No model is promoted yet." in words
    assert "Promoted version 2:" in words
    assert "promoted = 1" in words


def test_the_model_in_use_stays_when_the_new_one_is_not_better(run):
    words = text_of(run("retrain_when_better", store="promoted", model_name="never", margin=100.0))
    assert "Kept version 1:" in words
    assert "promoted = 0" in words


def test_a_promoted_model_is_never_tested_on_rows_that_it_may_have_seen(run):
    run("retrain_when_better", store="promoted", model_name="never", margin=100.0)
    with pytest.raises(papermill.PapermillExecutionError, match=r"Set test_share = 0\.3"):
        run("retrain_when_better", store="promoted", model_name="never", test_share=0.5)


def test_what_people_wrote_survives_and_counts_more_than_a_rule(run, workspace):
    run("label_sample", file="answers.csv", each=30)
    path = workspace / "answers.csv"
    before = pandas.read_csv(path, dtype=str, keep_default_na=False)
    before.loc[0, ["first", "second"]] = ["storm", "calm"]
    before.to_csv(path, index=False)
    words = text_of(run("label_sample", file="answers.csv", each=31))
    assert "3 rows were added to answers.csv, which now has 93." in words
    assert "By hand: 1 first and 1 second opinions." in words
    after = pandas.read_csv(path, dtype=str, keep_default_na=False)
    assert after.head(90).equals(before)


def test_two_opinions_of_one_label_have_nothing_to_agree_on(run):
    with pytest.raises(papermill.PapermillExecutionError, match="there is nothing to agree on"):
        run("label_sample", file="same.csv", first_rule={}, second_rule={})


def test_a_value_never_becomes_a_command(run):
    words = text_of(run("read_from_database"))
    assert "finds 0 rows." in words
    assert "WHERE flights.origin = :wanted" in words
    assert re.search(r"rows came in [34] part\(s\)\.\nThe averages are the same\.", words)


def test_no_password_may_stand_in_the_address(run):
    with pytest.raises(papermill.PapermillExecutionError, match="Take the password out of address"):
        run("read_from_database", address="postgresql+psycopg://reader:word@db.example.org/sales")  # not a secret

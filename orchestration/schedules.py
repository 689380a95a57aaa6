"""Schedules: the daily run."""

from dagster import ScheduleDefinition

from orchestration.jobs import disclosures

daily = ScheduleDefinition(
    name="daily_disclosures",
    job=disclosures,
    cron_schedule="0 3 * * *",
    execution_timezone="Asia/Shanghai",
    description="Fetch what changed and publish, every night at three.",
)

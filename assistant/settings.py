"""The settings of the whole application, read once at start from the environment and `.env`.

Every field stands in `.env.example` and docs/settings.md; a test holds them together.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    # Where things are
    environment: Literal["development", "production"] = "development"
    city: Path = Path("city/hefei")
    data_dir: Path = Path("data")
    today: date | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    # Databases; empty means a file under data_dir
    database_url: str | None = None
    chroma_url: str | None = None

    # Models; empty means none
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: str | None = None
    llm_seconds: float = 8.0
    embed_model: str | None = None

    # City systems
    shared_data_url: str = "http://127.0.0.1:9101"
    provident_fund_url: str = "http://127.0.0.1:9102"
    parking_url: str = "http://127.0.0.1:9103"
    approvals_url: str = "http://127.0.0.1:9104"
    hotline_url: str = "http://127.0.0.1:9105"
    systems_key: str = "demo-simulator-key"

    # Signing in and limits
    token_secret: str | None = None
    token_minutes: int = 120
    demo_sign_in: bool = True
    rate_limit: str = "20000/minute"
    consent_minutes: int = 30

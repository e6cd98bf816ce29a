"""What can go wrong when a government system is asked for something.

Knows nothing of conversations; the words a citizen reads are chosen elsewhere, by `code`.
"""


class ToolError(Exception):
    """Every failure of this package. `code` is stable and safe to log; `str()` never holds a citizen's data.

    ToolError
    ├── SetupError           setup                city.yaml or an adapter is wrong; stops the program at start
    ├── UnknownOperation     unknown_operation    no adapter offers an operation of that name
    ├── BadCall              bad_call             a wrong argument, or a write without a key; nothing was sent
    ├── SystemUnavailable    system_unavailable   no answer; for a write it also says: it was NOT done
    ├── SystemRefused        the system's code    the system answered no, with a reason (`code`, `message`)
    └── OutcomeUnknown       outcome_unknown      a write may or may not have been done; settle it later, never resend
    """

    code: str = "tool_error"


class SetupError(ToolError):
    """A start-up error: names the file, the line, what is wrong and what would be right."""

    code = "setup"


class UnknownOperation(ToolError):
    """No adapter that was imported offers this operation."""

    code = "unknown_operation"

    def __init__(self, operation: str, close: str | None = None) -> None:
        hint = f" (did you mean {close}?)" if close else ""
        super().__init__(f"no operation is called {operation}{hint}")
        self.operation = operation


class BadCall(ToolError):
    """The caller's mistake, found before anything was sent."""

    code = "bad_call"

    def __init__(self, operation: str, reason: str) -> None:
        super().__init__(f"{operation}: {reason}")
        self.operation = operation


class SystemUnavailable(ToolError):
    """The system gave no usable answer. A write that ends so has definitely not been done.

    `reason`: connect, timeout, lost, shape, credentials, circuit_open, deadline, or http_<status>.
    `retry_after`: seconds until the next call has a chance, known when the circuit is open.
    """

    code = "system_unavailable"

    def __init__(self, operation: str, reason: str, retry_after: float | None = None) -> None:
        super().__init__(f"{operation}: the system gave no answer ({reason})")
        self.operation = operation
        self.reason = reason
        self.retry_after = retry_after


class SystemRefused(ToolError):
    """The system understood and said no. `code` is the system's own (not_yours, not_found, over_limit …);
    `message` is its sentence, which may name a person and therefore is not part of `str()`."""

    code = "system_refused"

    def __init__(self, operation: str, code: str, message: str = "") -> None:
        super().__init__(f"{operation}: refused ({code})")
        self.operation = operation
        self.code = code
        self.message = message


class OutcomeUnknown(ToolError):
    """A write was sent, no answer came, and the system cannot yet say whether it was done.

    Never send it again: ask later with `Gateway.settle(operation, key)`.
    """

    code = "outcome_unknown"

    def __init__(self, operation: str, key: str, reason: str) -> None:
        super().__init__(f"{operation}: sent, but its outcome is not known ({reason})")
        self.operation = operation
        self.key = key
        self.reason = reason

"""The housing provident fund centre: accounts, loans, withdrawals, with the centre's own refusals."""

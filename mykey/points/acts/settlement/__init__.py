"""Use cases around money: months, corrections, budgets, figures, the audit list."""

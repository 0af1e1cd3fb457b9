package storage

import (
	"context"
	"database/sql"

	"parvis/app"
	"parvis/app/budget"
)

// BudgetStore keeps expenses.
type BudgetStore struct{ f *File }

var _ budget.Store = (*BudgetStore)(nil)

// AddExpenses implements budget.Store. The file gives the identifiers.
func (s *BudgetStore) AddExpenses(ctx context.Context, expenses []budget.Expense) error {
	return s.f.write(ctx, "adding expenses", func(ctx context.Context, tx *sql.Tx) error {
		for _, e := range expenses {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO expenses (day, supplier, label, kind, net_cents, vat_bp, reverse_charge, has_receipt)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
				e.Day.String(), e.Supplier, e.Label, e.Kind, e.NetCents, e.VATBP, e.ReverseCharge, e.HasReceipt); err != nil {
				return err
			}
		}
		return nil
	})
}

// Expenses implements budget.Store.
func (s *BudgetStore) Expenses(ctx context.Context, from, to app.Date) ([]budget.Expense, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (budget.Expense, error) {
		var e budget.Expense
		err := row.Scan(&e.ID, intoDate(&e.Day), &e.Supplier, &e.Label, &e.Kind, &e.NetCents, &e.VATBP, &e.ReverseCharge, &e.HasReceipt)
		return e, err
	}, `SELECT id, day, supplier, label, kind, net_cents, vat_bp, reverse_charge, has_receipt FROM expenses
		WHERE day BETWEEN ? AND ? ORDER BY day, id`, from.String(), to.String())
	return all, s.f.failure("reading expenses", err)
}

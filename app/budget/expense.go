// Package budget keeps what the business spends on being seen.
package budget

import (
	"context"

	"parvis/app"
)

// Kind is the nature of an expense.
type Kind string

// Kinds of expenses.
const (
	Ads        Kind = "ads"
	Tools      Kind = "tools"
	Content    Kind = "content" // photographer, printing, props
	Prizes     Kind = "prizes"
	Influencer Kind = "influencer"
)

// Expense is one supplier's invoice line. Amounts are euro cents; VAT in basis
// points (2000 is 20 %).
type Expense struct {
	ID            int64
	Day           app.Date
	Supplier      string
	Label         string
	Kind          Kind
	NetCents      int64 // hors taxes
	VATBP         int
	ReverseCharge bool // VAT due by the buyer (autoliquidation)
	HasReceipt    bool
}

// Store keeps expenses in the file.
type Store interface {
	// AddExpenses adds expenses in one transaction.
	AddExpenses(ctx context.Context, e []Expense) error
	// Expenses returns those of the days from..to inclusive, by day.
	Expenses(ctx context.Context, from, to app.Date) ([]Expense, error)
}

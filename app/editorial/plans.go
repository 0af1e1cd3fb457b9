package editorial

import (
	"context"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// Plans tells the ledger what was planned for a post. It stands on the store
// alone, as the ledger is itself a neighbour of Service.
type Plans struct{ Store Store }

// PlanOf returns the plan of a post, or an error with CodeNotFound.
func (p Plans) PlanOf(ctx context.Context, post app.ID) (publishing.Plan, error) {
	kept, err := p.Store.Post(ctx, post)
	if err != nil {
		return publishing.Plan{}, err
	}
	plan := publishing.Plan{
		At: kept.At, Lateness: kept.Lateness, Accounts: kept.Accounts,
		Said: publishing.Said{Text: kept.Text, Comment: kept.Comment},
	}
	for _, v := range kept.Variants {
		if plan.Own == nil {
			plan.Own = make(map[networks.Network]publishing.Said, len(kept.Variants))
		}
		plan.Own[v.Network] = publishing.Said{Text: v.Text, Comment: v.Comment}
	}
	return plan, nil
}

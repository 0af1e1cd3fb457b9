package guide

import (
	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/ui/kit"
)

// offered lists the networks in the order they are offered.
var offered = []networks.Network{
	networks.Facebook, networks.Instagram, networks.Google, networks.LinkedIn, networks.Bluesky, networks.Mastodon,
	networks.WordPress, networks.TikTok, networks.YouTube, networks.Threads, networks.X, networks.Pinterest, networks.Telegram,
}

func (v *View) askAudit() []fyne.CanvasObject {
	text := v.host.Text()
	edit := newRows(v, &v.answers.Audits, "audits", saves(v.services.Strategy.SaveAudits))
	var list []fyne.CanvasObject
	for _, a := range edit.each {
		var head fyne.CanvasObject
		if a.AccountID != "" {
			head = kit.HStack(8, kit.NewNetworkBadge(string(a.Network)), kit.Grow(kit.Strong(v.handleOf(a))))
		} else {
			network := choice(v, offered, networks.Network.Name, &a.Network, "", edit.typed)
			head = kit.HStackTop(8, kit.TextWidth(132, shrinking(network)),
				kit.Grow(v.line("", text.T("strategy.guide.handle"), &a.Handle, edit.typed)))
			v.last = v.focus(network)
		}
		list = append(list, v.row(text.T("strategy.guide.audit_remove"), func() { edit.remove(a) }, head,
			segments(v, strategy.Verdicts(), word[strategy.Verdict](v, "verdict"), &a.Verdict, edit.typed),
			v.area("", text.T("strategy.guide.audit_note"), 2, &a.Note, edit.typed),
			v.adviceOn(a.ID),
		))
	}
	if len(v.answers.Audits) < strategy.MaxAudits {
		list = append(list, v.more("strategy.guide.audit_add", func() {
			edit.add(strategy.Audit{ID: v.services.Strategy.NewID(), Network: networks.Facebook})
		}))
	}
	if missing := v.notAudited(); len(missing) > 0 {
		known := kit.NewButton(text.N("strategy.guide.audit_known", len(missing)), func() {
			edit.add(missing...)
		}).Compact()
		v.first = v.focus(known)
		list = append([]fyne.CanvasObject{kit.HStack(0, known, kit.GrowSpace())}, list...)
	}
	return list
}

// handleOf names an account of Comptes as it is called now.
func (v *View) handleOf(a *strategy.Audit) string {
	for _, account := range v.facts.Accounts {
		if account.ID == a.AccountID {
			return account.Network.Name() + " · " + account.Handle
		}
	}
	return a.Network.Name() + " · " + a.Handle
}

// notAudited returns a line for each account that has none yet.
func (v *View) notAudited() []strategy.Audit {
	seen := make(map[app.ID]bool)
	for _, a := range v.answers.Audits {
		seen[a.AccountID] = true
	}
	var missing []strategy.Audit
	for _, account := range v.facts.Accounts {
		if !seen[account.ID] {
			missing = append(missing, strategy.Audit{
				ID: v.services.Strategy.NewID(), AccountID: account.ID, Network: account.Network, Handle: account.Handle,
			})
		}
	}
	return missing
}

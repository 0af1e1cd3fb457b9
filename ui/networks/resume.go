package networks

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/networks"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Resuming sends what failed because of the credential of an account.
type Resuming interface {
	// Stranded counts it by account.
	Stranded(ctx context.Context) (map[app.ID]int, error)
	ResumeAccount(ctx context.Context, account app.ID) (int, error)
}

// resume offers to send what failed while the account was not connected; nil where
// there is nothing, or it still is not.
func (h *health) resume() fyne.CanvasObject {
	p, a, n := h.page, h.drawn, h.stranded
	if n == 0 || a.State != networks.AccountConnected {
		return nil
	}
	text := p.host.Text()
	return kit.NewNote(kit.VStack(10,
		kit.Secondary(text.N("networks.stranded", n)).Wrapped().Colored(kit.ColorInk),
		kit.HStack(0, kit.NewButton(text.N("networks.resume", n), func() {
			var sent int
			page.Do(p.host,
				func(ctx context.Context) (err error) {
					sent, err = p.resuming.ResumeAccount(ctx, a.ID)
					return err
				},
				func(err error) {
					if err != nil {
						p.host.Failed(err)
					} else {
						p.host.Toast(text.N("networks.resumed", sent), nil)
					}
					p.load()
				})
		}).Compact(), kit.GrowSpace()),
	), kit.ToneAttention)
}
